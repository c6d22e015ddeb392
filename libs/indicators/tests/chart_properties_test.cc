#include <algorithm>
#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <limits>
#include <set>

#include "chart_drawings.h"
#include "series.h"

namespace mib::indicators {
namespace {

TEST_CASE("What is said at a bar does not depend on later bars", "[unit][charts]") {
  for (uint64_t seed = 1; seed <= 3; ++seed) {
    const auto bars = Walk(seed, 1500);
    const Events all = Find(bars);
    REQUIRE(all.size() > 30);
    for (size_t length = 0; length <= bars.size(); length += 17) {
      const Events some = Find(std::span(bars).first(length));
      const auto later = std::find_if(all.begin(), all.end(), [&](const ChartPattern& event) {
        return event.known >= static_cast<int64_t>(length);
      });
      REQUIRE(some == Events(all.begin(), later));
    }
  }
}

TEST_CASE("Every kind occurs in a long random walk", "[unit][charts]") {
  std::set<Kind> kinds;
  for (const ChartPattern& event : Find(Walk(5, 30000))) kinds.insert(event.kind);
  CHECK(kinds.size() == kChartPatternKinds);
}

TEST_CASE("Formations do not depend on the unit of the price", "[unit][charts]") {
  const auto bars = Walk(6, 3000);
  const Events expected = Find(bars);
  // Powers of two, so that nothing is rounded: about 1e-9 and 1e13.
  for (const double unit : {0x1p-37, 0x1p37}) {
    auto scaled = bars;
    for (Ohlcv& bar : scaled) bar = {bar.open * unit, bar.high * unit, bar.low * unit, bar.close * unit, bar.volume};
    Events events = Find(scaled);
    for (ChartPattern& event : events) {
      for (double* price : {&event.breakout, &event.target, &event.invalidation}) *price /= unit;
      for (size_t i = 0; i < event.point_count; ++i) event.points[i].price /= unit;
    }
    CHECK(events == expected);
  }
}

TEST_CASE("Where the price does not turn there are no formations", "[unit][charts]") {
  auto series = HostileSeries();
  for (const char* name : {"flat", "zeros", "rising", "falling"}) {
    INFO(name);
    CHECK(Find(Points(series[name])).empty());
  }
}

TEST_CASE("Hostile bars do no harm", "[unit][charts]") {
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  const std::vector<double> poison = {kNan, std::numeric_limits<double>::infinity(), 1.7e308, -1e99, 5e-324, 0, -5};
  for (const auto& [name, closes] : HostileSeries()) {
    INFO(name);
    auto bars = Points(closes);
    for (size_t i = 5; i < bars.size(); i += 11) {
      const double bad = poison[i % poison.size()];
      bars[i] = {bad, bad, i % 2 == 0 ? -bad : bad, bad, bad};
    }
    for (const ChartPattern& event : Find(bars)) {
      CHECK(std::isfinite(event.breakout));
      CHECK(std::isfinite(event.target));
      CHECK(std::isfinite(event.invalidation));
      CHECK(event.score >= 0);
      CHECK(event.score <= 1);
    }
  }
}

uint64_t WorkFor(std::span<const Ohlcv> bars) {
  auto scanner = ChartPatternScanner::Create({});
  REQUIRE(scanner.ok());
  for (const Ohlcv& bar : bars) scanner->Update(bar);
  return scanner->work();
}

TEST_CASE("The work grows with the number of bars and no faster", "[unit][charts]") {
  const auto bars = Walk(7, 40000);
  const auto once = static_cast<double>(WorkFor(std::span(bars).first(20000)));
  const auto twice = static_cast<double>(WorkFor(bars));
  CHECK(twice / once == Catch::Approx(2).epsilon(0.1));
  CHECK(once / 20000 < 60);
  // Turns at every bar: as many matches as there can be.
  std::vector<double> saw;
  for (int i = 0; i < 20000; ++i) saw.push_back(i % 2 == 0 ? 100 : 130 + i % 3);
  CHECK(WorkFor(Points(saw)) / 20000 < 2000);
}

}  // namespace
}  // namespace mib::indicators
