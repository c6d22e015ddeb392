#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>
#include <map>
#include <set>
#include <tuple>

#include "chart_drawings.h"
#include "mib/base/errors.h"

namespace mib::indicators {
namespace {

TEST_CASE("The neck line is taken at the bar of the breakout", "[unit][charts]") {
  // From 86 at bar 42 through 90 at bar 66; 88 under the head of 112.
  const auto bars = Draw(Path("0:60 30:100 42:86 54:112 66:90 78:100 110:60"), 1, 0);
  const Events events = OfKind(Find(bars), Kind::kHeadAndShoulders);
  REQUIRE(events.size() == 2);
  const std::vector<PatternPoint> points = Path("30:100 42:86 54:112 66:90 78:100");
  for (const ChartPattern& event : events) {
    const double neck = 86 + static_cast<double>(event.known - 42) / 6;
    CHECK(std::vector<PatternPoint>(event.Points().begin(), event.Points().end()) == points);
    CHECK(event.breakout == Catch::Approx(neck));
    CHECK(event.target == Catch::Approx(neck - 24));
    CHECK(event.invalidation == 112);
  }
  CHECK(events[0].state == State::kForming);
  CHECK(events[1].state == State::kBrokenOut);
  CHECK(bars[static_cast<size_t>(events[1].known)].close < events[1].breakout);
  CHECK(bars[static_cast<size_t>(events[1].known) - 2].close > events[1].breakout);
}

TEST_CASE("The score counts fit, symmetry and touches", "[unit][charts]") {
  // No deviation at all, equal halves, three touches of six.
  const Events even = Find(Draw(Path("0:60 30:100 45:85 60:100 90:70"), 1, 0));
  REQUIRE(OfKind(even, Kind::kDoubleTop).size() == 2);
  CHECK(OfKind(even, Kind::kDoubleTop)[0].score == Catch::Approx(0.4 + 0.4 + 0.1));
  // The second top 1.5 lower, of 2.25 that are tolerated (15 % of 15); 15 bars down, 20 up.
  const Events uneven = Find(Draw(Path("0:60 30:100 45:85 65:98.5 90:70"), 1, 0));
  REQUIRE(OfKind(uneven, Kind::kDoubleTop).size() == 2);
  CHECK(OfKind(uneven, Kind::kDoubleTop)[0].score == Catch::Approx(0.4 / 3 + 0.3 + 0.1));
}

TEST_CASE("A formation below the least score is passed over", "[unit][charts]") {
  const auto bars = Draw(Path("0:60 30:100 45:85 65:98.5 90:70"), 1, 0);
  const auto strict = FindChartPatterns(bars, {.min_score = 0.6});
  REQUIRE(strict.ok());
  CHECK(strict->empty());
}

TEST_CASE("A close beyond the invalidation price undoes a formation", "[unit][charts]") {
  const auto bars = Draw(Path("0:60 30:100 45:85 60:100 66:92 90:130"), 1, 0);
  const Events events = OfKind(Find(bars), Kind::kDoubleTop);
  REQUIRE(events.size() == 2);
  CHECK(events[1].state == State::kInvalidated);
  CHECK(events[1].id == events[0].id);
  CHECK(events[1].invalidation == 100);
  CHECK(bars[static_cast<size_t>(events[1].known)].close > 100);
  CHECK(bars[static_cast<size_t>(events[1].known) - 2].close <= 100);
}

TEST_CASE("A formation that nothing comes of is given up after its own length", "[unit][charts]") {
  const Events events = OfKind(Find(Draw(Path("0:60 30:100 45:85 60:100 66:92 150:92.5"), 1, 0)), Kind::kDoubleTop);
  REQUIRE(events.size() == 2);
  CHECK(events[1].state == State::kInvalidated);
  CHECK(events[1].known == 90);
}

TEST_CASE("A triangle is given up where its lines meet", "[unit][charts]") {
  // The lines are 28 apart at bar 30 and come nearer by 10 / 28 a bar: they meet after 78.4 bars, near 93.
  const auto bars = Draw(Path("0:60 30:110 44:84 58:104 72:88 86:98 92:93.4 130:93.2"), 1, 0);
  const Events events = OfKind(Find(bars), Kind::kSymmetricTriangle);
  REQUIRE(events.size() == 2);
  CHECK(events[1].state == State::kInvalidated);
  CHECK(events[1].known == 108);
}

TEST_CASE("While it forms, the levels of a formation follow its lines", "[unit][charts]") {
  // Highs 110, 104, 98 and lows 84, 88 fall and rise by 6 per 28 and 4 per 28 bars.
  const auto bars = Draw(Path("0:60 30:110 44:84 58:104 72:88 86:98 96:92"), 1, 0);
  auto scanner = ChartPatternScanner::Create({});
  REQUIRE(scanner.ok());
  int seen = 0;
  for (size_t t = 0; t < bars.size(); ++t) {
    scanner->Update(bars[t]);
    for (const ChartPattern& pattern : scanner->forming()) {
      if (pattern.kind != Kind::kSymmetricTriangle) continue;
      CHECK(pattern.breakout == Catch::Approx(110 - 6.0 / 28 * (static_cast<double>(t) - 30)));
      CHECK(pattern.invalidation == Catch::Approx(84 + 4.0 / 28 * (static_cast<double>(t) - 44)));
      ++seen;
    }
  }
  CHECK(seen >= 4);
}

TEST_CASE("A formation is reported once per state", "[unit][charts]") {
  const Events events = Find(Walk(4, 20000));
  std::map<uint64_t, int64_t> formed;
  std::set<uint64_t> ended;
  for (const ChartPattern& event : events) {
    CHECK_FALSE(ended.contains(event.id));
    if (event.state == State::kForming) {
      CHECK(formed.insert({event.id, event.known}).second);
      continue;
    }
    REQUIRE(formed.contains(event.id));
    // One that is undone by the time it would be known is not worth telling.
    if (event.state == State::kInvalidated) CHECK(event.known > formed[event.id]);
    ended.insert(event.id);
  }
  CHECK(ended.size() > 500);
  // Two formations of a kind share one point at most.
  std::set<std::tuple<Kind, int64_t, int64_t>> pairs;
  for (const ChartPattern& event : events) {
    if (event.state != State::kForming) continue;
    for (size_t i = 0; i < event.point_count; ++i) {
      for (size_t j = i + 1; j < event.point_count; ++j) {
        CHECK(pairs.insert({event.kind, event.points[i].bar, event.points[j].bar}).second);
      }
    }
  }
}

TEST_CASE("The scanner refuses options out of their range with their names", "[unit][charts]") {
  const auto scanner = ChartPatternScanner::Create({.min_score = 1.5, .atr_period = 0});
  REQUIRE_FALSE(scanner.ok());
  const auto detail = errors::DetailOf(scanner.status());
  CHECK(detail.code() == api::v1::VALIDATION_FAILED);
  CHECK(detail.DebugString().find("min_score") != std::string::npos);
  CHECK(detail.DebugString().find("atr_period") != std::string::npos);
}

}  // namespace
}  // namespace mib::indicators
