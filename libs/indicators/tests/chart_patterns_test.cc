#include "mib/indicators/chart_patterns.h"

#include <algorithm>
#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <map>
#include <random>
#include <set>
#include <sstream>

#include "mib/base/errors.h"
#include "series.h"

namespace mib::indicators {
namespace {

using Kind = ChartPatternKind;
using State = ChartPatternState;
using Events = std::vector<ChartPattern>;

constexpr uint64_t kSeeds = 6;

// "bar:price bar:price ...", in order.
std::vector<PatternPoint> Path(const std::string& text) {
  std::vector<PatternPoint> path;
  std::istringstream in(text);
  PatternPoint point;
  char colon;
  while (in >> point.bar >> colon >> point.price) path.push_back(point);
  return path;
}

// Bars along a path of straight lines, with noise on every close and a wick at both ends of every bar.
std::vector<Ohlcv> Draw(const std::vector<PatternPoint>& path, uint64_t seed, double noise = 0.3) {
  std::mt19937_64 random(seed);
  const auto uniform = [&] { return static_cast<double>(random() >> 11) * 0x1p-53; };
  std::vector<Ohlcv> bars;
  double previous = path.front().price;
  for (size_t i = 0; i + 1 < path.size(); ++i) {
    const double slope = (path[i + 1].price - path[i].price) / static_cast<double>(path[i + 1].bar - path[i].bar);
    for (int64_t t = path[i].bar; t < path[i + 1].bar; ++t) {
      const double close = path[i].price + slope * static_cast<double>(t - path[i].bar) + noise * (2 * uniform() - 1);
      bars.push_back({previous, std::max(previous, close) + noise * uniform(),
                      std::min(previous, close) - noise * uniform(), close, 1000});
      previous = close;
    }
  }
  return bars;
}

std::vector<PatternPoint> UpsideDown(std::vector<PatternPoint> path) {
  for (PatternPoint& point : path) point.price = 200 - point.price;
  return path;
}

Events Find(std::span<const Ohlcv> bars) {
  auto events = FindChartPatterns(bars, {});
  REQUIRE(events.ok());
  return *std::move(events);
}

Events OfKind(const Events& events, Kind kind) {
  Events found;
  for (const ChartPattern& event : events) {
    if (event.kind == kind) found.push_back(event);
  }
  return found;
}

// A formation planted in a path, by the indices of its points there, and the levels that the path implies.
struct Planted {
  Kind kind;
  Kind upside_down;
  std::vector<PatternPoint> path;
  std::vector<size_t> points;
  TrendDirection direction;
  // Where the path goes through the level.
  int64_t break_bar;
  double breakout;
  double target;
  int64_t bar_slack = 2;
};

constexpr auto kUp = TrendDirection::kUp;
constexpr auto kDown = TrendDirection::kDown;

const std::vector<Planted> kAllPlanted = {
    {Kind::kHeadAndShoulders,
     Kind::kInverseHeadAndShoulders,
     Path("0:60 30:100 42:88 54:112 66:88 78:100 100:70"),
     {1, 2, 3, 4, 5},
     kDown,
     87,
     88,
     64},
    {Kind::kDoubleTop, Kind::kDoubleBottom, Path("0:60 30:100 45:85 60:100 90:70"), {1, 2, 3}, kDown, 75, 85, 70},
    {Kind::kTripleTop,
     Kind::kTripleBottom,
     Path("0:60 30:100 42:86 54:100 66:86 78:100 105:70"),
     {1, 2, 3, 4, 5},
     kDown,
     91,
     86,
     72},
    {Kind::kAscendingTriangle,
     Kind::kDescendingTriangle,
     Path("0:60 30:100 42:84 54:100 64:89 74:100 82:93.5 88:97 100:115"),
     {1, 2, 3, 4, 5},
     kUp,
     90,
     100,
     119},
    {Kind::kSymmetricTriangle,
     Kind::kSymmetricTriangle,
     Path("0:60 30:110 44:84 58:104 70:89 80:100.5 88:93 100:112"),
     {1, 2, 3, 4, 5},
     kUp,
     91,
     98.3,
     127},
    {Kind::kRisingWedge,
     Kind::kFallingWedge,
     Path("0:60 30:90 40:80 54:96 64:88 76:101.5 84:95 92:103 110:75"),
     {1, 2, 3, 4, 5},
     kDown,
     95,
     99.5,
     80},
    {Kind::kBullFlag,
     Kind::kBearFlag,
     Path("0:60 10:61 20:60 30:61 40:60 46:84 49:79 52:82.5 55:77.5 58:81 66:100"),
     {4, 5, 6, 7, 8},
     kUp,
     59,
     81,
     105},
    {Kind::kBullPennant,
     Kind::kBearPennant,
     Path("0:60 10:61 20:60 30:61 40:60 46:84 49:77 52:82.5 55:78.5 58:81 66:100"),
     {4, 5, 6, 7, 8},
     kUp,
     59,
     81,
     105},
    {Kind::kChannelUp,
     Kind::kChannelDown,
     Path("0:100 20:72 32:90 42:80 54:98 64:88 76:106 86:96 98:114 120:80"),
     {1, 2, 3, 4, 5},
     kDown,
     105,
     103,
     89},
    {Kind::kHorizontalChannel,
     Kind::kHorizontalChannel,
     Path("0:60 30:100 44:86 58:100 72:86 86:100 100:86 125:115"),
     {1, 2, 3, 4, 5},
     kUp,
     112,
     100,
     114},
    // The bottom of a bowl has no sharp place.
    {Kind::kCupAndHandle,
     Kind::kCupAndHandle,
     Path("0:60 30:100 36:91 42:85 50:81 58:80 66:81 74:85 80:91 86:100 92:94 110:120"),
     {1, 5, 9, 10},
     kUp,
     96,
     100,
     120,
     9}};

bool LiesOn(const ChartPattern& event, const Planted& planted) {
  if (event.point_count < planted.points.size()) return false;
  for (size_t i = 0; i < planted.points.size(); ++i) {
    const PatternPoint& expected = planted.path[planted.points[i]];
    if (std::abs(event.points[i].bar - expected.bar) > planted.bar_slack) return false;
    if (std::abs(event.points[i].price - expected.price) > 1.5) return false;
  }
  return true;
}

const ChartPattern* FindPlanted(const Events& events, const Planted& planted, State state) {
  const auto found = std::find_if(events.begin(), events.end(), [&](const ChartPattern& event) {
    return event.kind == planted.kind && event.state == state && LiesOn(event, planted);
  });
  return found == events.end() ? nullptr : &*found;
}

Planted UpsideDown(Planted planted) {
  std::swap(planted.kind, planted.upside_down);
  planted.path = UpsideDown(planted.path);
  planted.direction = planted.direction == kUp ? kDown : kUp;
  planted.breakout = 200 - planted.breakout;
  planted.target = 200 - planted.target;
  return planted;
}

void CheckFound(const Planted& planted, const Events& events) {
  const ChartPattern* forming = FindPlanted(events, planted, State::kForming);
  REQUIRE(forming != nullptr);
  const ChartPattern* broken = FindPlanted(events, planted, State::kBrokenOut);
  REQUIRE(broken != nullptr);
  CHECK(forming->id == broken->id);
  CHECK(forming->known > forming->points[forming->point_count - 1].bar);
  CHECK(forming->known <= broken->known);
  CHECK(forming->score > 0.6);
  CHECK(forming->score <= 1);
  CHECK(broken->direction == planted.direction);
  CHECK(std::abs(broken->known - planted.break_bar) <= 3);
  CHECK(broken->breakout == Catch::Approx(planted.breakout).margin(1.5));
  CHECK(broken->target == Catch::Approx(planted.target).margin(3));
}

TEST_CASE("A planted formation is found with its points, its breakout and its target", "[unit][charts]") {
  for (const Planted& planted : kAllPlanted) {
    for (uint64_t seed = 1; seed <= kSeeds; ++seed) {
      INFO(NameOf(planted.kind) << ", seed " << seed);
      CheckFound(planted, Find(Draw(planted.path, seed)));
      if (planted.kind == Kind::kCupAndHandle) continue;
      INFO("upside down");
      CheckFound(UpsideDown(planted), Find(Draw(UpsideDown(planted.path), seed)));
    }
  }
}

TEST_CASE("A formation is not found in its mirror image", "[unit][charts]") {
  for (const Planted& planted : kAllPlanted) {
    if (planted.kind == planted.upside_down && planted.kind != Kind::kCupAndHandle) continue;
    for (uint64_t seed = 1; seed <= kSeeds; ++seed) {
      INFO(NameOf(planted.kind) << ", seed " << seed);
      CHECK(OfKind(Find(Draw(UpsideDown(planted.path), seed)), planted.kind).empty());
      if (planted.kind == Kind::kCupAndHandle) continue;
      CHECK(OfKind(Find(Draw(planted.path, seed)), planted.upside_down).empty());
    }
  }
}

struct Spoilt {
  const char* fault;
  Kind kind;
  std::vector<PatternPoint> path;
};

const std::vector<Spoilt> kAllSpoilt = {
    {"the shoulders hardly rise over the neck", Kind::kHeadAndShoulders,
     Path("0:40 50:94 62:88 104:130 146:88 158:94 190:60")},
    {"the neck is steep", Kind::kHeadAndShoulders, Path("0:60 30:99 42:86 54:112 66:92.5 78:102 100:70")},
    {"the tops are next to each other", Kind::kDoubleTop, Path("0:60 30:100 33:91 36:100 60:60")},
    {"the valleys differ", Kind::kTripleTop, Path("0:60 30:100 42:86 54:100 66:94 78:100 105:70")},
    {"the rest is long", Kind::kBullFlag,
     Path("0:60 10:61 20:60 30:61 40:60 46:84 54:79 62:82.5 70:77.5 78:81 90:100")},
    {"one rim is higher", Kind::kCupAndHandle,
     Path("0:60 30:100 36:91 42:85 50:81 58:80 66:81 74:85 80:92 86:105 92:99 110:125")},
    {"there is no rise to go on with", Kind::kCupAndHandle,
     Path("0:140 25:94 30:100 36:91 42:85 50:81 58:80 66:81 74:85 80:91 86:100 92:94 110:120")},
    {"the cup is short", Kind::kCupAndHandle,
     Path("0:60 30:100 33:93 36:90.5 40:90 44:90.5 47:93 50:100 53:97 70:120")},
    {"the head is no higher than the shoulders", Kind::kHeadAndShoulders,
     Path("0:60 30:100 42:88 54:101 66:88 78:100 100:70")},
    {"one shoulder is much lower", Kind::kHeadAndShoulders, Path("0:60 30:100 42:85 54:112 66:85 78:92 100:70")},
    {"one shoulder is far away", Kind::kHeadAndShoulders, Path("0:60 30:100 42:88 54:112 80:88 120:100 140:70")},
    {"there is no rise to reverse", Kind::kHeadAndShoulders,
     Path("0:140 25:91 30:100 42:88 54:112 66:88 78:100 100:70")},
    {"the tops differ", Kind::kDoubleTop, Path("0:60 30:100 45:85 60:94 90:70")},
    {"there is no rise to reverse", Kind::kDoubleTop, Path("0:140 25:86 30:100 45:85 60:100 90:70")},
    {"the middle top is lower", Kind::kTripleTop, Path("0:60 30:100 42:86 54:95 66:86 78:100 105:70")},
    {"the lines go apart", Kind::kSymmetricTriangle, Path("0:60 30:94 40:88 52:98 66:84 82:104 98:78 120:120")},
    {"the highs rise", Kind::kAscendingTriangle, Path("0:60 30:92 42:76 54:100 64:84 74:108 82:92 88:97 100:115")},
    {"a low is off the line", Kind::kRisingWedge, Path("0:60 30:90 40:80 54:96 64:80 76:101.5 84:95 110:75")},
    {"a low is off the line", Kind::kHorizontalChannel, Path("0:60 30:100 44:86 58:100 72:92 86:100 100:86 125:115")},
    {"the pole is slow", Kind::kBullFlag, Path("0:60 10:61 20:60 30:61 40:60 70:84 73:79 76:82.5 79:77.5 82:81 95:99")},
    {"most of the pole is given back", Kind::kBullFlag,
     Path("0:60 10:61 20:60 30:61 40:60 46:84 49:72 52:80 55:67 58:75 66:100")},
    {"the flag flies upwards", Kind::kBullFlag,
     Path("0:60 10:61 20:60 30:61 40:60 46:84 49:80 52:87 55:83 58:90 66:100")},
    {"the lines are parallel", Kind::kBullPennant,
     Path("0:60 10:61 20:60 30:61 40:60 46:84 49:79 52:82 55:77 58:80 66:100")},
    {"the cup is a V", Kind::kCupAndHandle, Path("0:60 30:100 58:80 86:100 92:94 110:120")},
    {"the handle is too deep", Kind::kCupAndHandle,
     Path("0:60 30:100 36:91 42:85 50:81 58:80 66:81 74:85 80:91 86:100 98:85 115:120")}};

TEST_CASE("A spoilt formation is not found", "[unit][charts]") {
  for (const Spoilt& spoilt : kAllSpoilt) {
    for (uint64_t seed = 1; seed <= kSeeds; ++seed) {
      INFO(NameOf(spoilt.kind) << ": " << spoilt.fault << ", seed " << seed);
      CHECK(OfKind(Find(Draw(spoilt.path, seed)), spoilt.kind).empty());
    }
  }
}

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

std::vector<Ohlcv> Walk(uint64_t seed, size_t length) {
  std::mt19937_64 random(seed);
  const auto step = [&] { return 0.01 * (static_cast<double>(random() >> 11) * 0x1p-52 - 1); };
  std::vector<Ohlcv> bars;
  double price = 100;
  while (bars.size() < length) {
    Ohlcv bar{price, price, price, price, 1};
    for (int i = 0; i < 6; ++i) {
      price *= 1 + step();
      bar.high = std::max(bar.high, price);
      bar.low = std::min(bar.low, price);
    }
    bar.close = price;
    bars.push_back(bar);
  }
  return bars;
}

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

std::vector<Ohlcv> Points(const std::vector<double>& closes) {
  std::vector<Ohlcv> bars;
  for (const double close : closes) bars.push_back({close, close, close, close, 1});
  return bars;
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

TEST_CASE("Bars that are not usable do not hide a formation", "[unit][charts]") {
  const Planted& planted = kAllPlanted[0];
  auto bars = Draw(planted.path, 1);
  for (const size_t gone : {20u, 35u, 50u, 51u, 70u, 84u}) bars[gone].close = std::nan("");
  CheckFound(planted, Find(bars));
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
