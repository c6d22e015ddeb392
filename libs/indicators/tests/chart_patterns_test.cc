#include "mib/indicators/chart_patterns.h"

#include <algorithm>
#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>
#include <cmath>

#include "chart_drawings.h"

namespace mib::indicators {
namespace {

constexpr uint64_t kSeeds = 6;

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

TEST_CASE("Bars that are not usable do not hide a formation", "[unit][charts]") {
  const Planted& planted = kAllPlanted[0];
  auto bars = Draw(planted.path, 1);
  for (const size_t gone : {20u, 35u, 50u, 51u, 70u, 84u}) bars[gone].close = std::nan("");
  CheckFound(planted, Find(bars));
}

}  // namespace
}  // namespace mib::indicators
