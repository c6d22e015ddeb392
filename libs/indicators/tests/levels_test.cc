#include "mib/indicators/levels.h"

#include <algorithm>
#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <numeric>
#include <random>

#include "mib/base/errors.h"
#include "series.h"

namespace mib::indicators {
namespace {

// Straight legs of ten bars between the turns; every bar is a single price.
std::vector<Ohlcv> Legs(const std::vector<double>& turns) {
  std::vector<Ohlcv> bars;
  for (size_t i = 0; i + 1 < turns.size(); ++i) {
    for (int t = 0; t < 10; ++t) {
      const double price = turns[i] + (turns[i + 1] - turns[i]) * t / 10;
      bars.push_back({price, price, price, price, 1});
    }
  }
  return bars;
}

std::vector<PriceLevel> Find(std::span<const Ohlcv> bars, const LevelOptions& options = {}) {
  auto levels = FindLevels(bars, options);
  REQUIRE(levels.ok());
  return *std::move(levels);
}

std::vector<Ohlcv> Walk(uint64_t seed, size_t length) {
  std::mt19937_64 random(seed);
  std::vector<Ohlcv> bars;
  double price = 100;
  for (size_t i = 0; i < length; ++i) {
    const double close = price * (0.99 + 0.02 * static_cast<double>(random() >> 11) * 0x1p-53);
    bars.push_back({price, 1.002 * std::max(price, close), 0.998 * std::min(price, close), close,
                    static_cast<double>(random() % 1000)});
    price = close;
  }
  return bars;
}

TEST_CASE("Turns at one price make one level with all touches", "[unit][charts]") {
  // Turns at bars 20 to 80; the last is not known yet at the end.
  const auto levels = Find(Legs({60, 80, 110, 90, 110, 90, 110, 90, 110, 100}));
  REQUIRE(levels.size() == 2);
  CHECK(levels[0].price == 90);
  CHECK(levels[0].touches == 3);
  CHECK(levels[0].first_touch == 30);
  CHECK(levels[0].last_touch == 70);
  CHECK(levels[1].price == 110);
  CHECK(levels[1].touches == 4);
  CHECK(levels[1].first_touch == 20);
  CHECK(levels[1].last_touch == 80);
  CHECK(levels[1].strength > levels[0].strength);
}

TEST_CASE("Turns within the tolerance are one level at their mean, others are two", "[unit][charts]") {
  // The average true range is near 2: a tolerance of 0.5 is near 1.
  const auto near = Find(Legs({60, 80, 110, 90, 110.6, 90, 100}));
  REQUIRE(near.size() == 2);
  CHECK(near[1].price == Catch::Approx(110.3));
  const auto apart = Find(Legs({60, 80, 110, 90, 112, 90, 100}));
  REQUIRE(apart.size() == 3);
  CHECK(apart[1].price == 110);
  CHECK(apart[2].price == 112);
}

TEST_CASE("Levels that grow together become one", "[unit][charts]") {
  // 110 and 111.2 are apart; 110.55 touches the one and brings its mean near to the other.
  CHECK(Find(Legs({60, 80, 110, 90, 111.2, 90, 100})).size() == 3);
  const auto levels = Find(Legs({60, 80, 110, 90, 111.2, 90, 110.55, 90, 100}));
  REQUIRE(levels.size() == 2);
  CHECK(levels[1].price == Catch::Approx((110 + 111.2 + 110.55) / 3));
  CHECK(levels[1].touches == 3);
  CHECK(levels[1].first_touch == 20);
  CHECK(levels[1].last_touch == 60);
  // From above as well.
  CHECK(Find(Legs({60, 80, 110, 90, 111.2, 90, 110.65, 90, 100})).size() == 2);
}

TEST_CASE("Strength counts touches, each for half after the half-life", "[unit][charts]") {
  auto tracker = LevelTracker::Create({.half_life = 100});
  REQUIRE(tracker.ok());
  const auto bars = Legs({60, 80, 110, 100});
  size_t t = 0;
  while (t < bars.size() && !tracker->Update(bars[t])) ++t;
  REQUIRE(tracker->Levels().size() == 1);
  CHECK(tracker->Levels()[0].strength == Catch::Approx(100.0 / 3));
  for (int i = 0; i < 100; ++i) tracker->Update(bars[t]);
  CHECK(tracker->Levels()[0].strength == Catch::Approx(100 * 0.5 / 2.5));
}

TEST_CASE("A level is support below the price and resistance above it", "[unit][charts]") {
  auto tracker = LevelTracker::Create({});
  REQUIRE(tracker.ok());
  for (const Ohlcv& bar : Legs({60, 80, 110, 90, 120, 90, 110, 100})) tracker->Update(bar);
  REQUIRE(tracker->Support(100));
  CHECK(tracker->Support(100)->price == 90);
  REQUIRE(tracker->Resistance(100));
  CHECK(tracker->Resistance(100)->price == 110);
  CHECK(tracker->Support(115)->price == 110);
  CHECK_FALSE(tracker->Support(80));
  CHECK_FALSE(tracker->Resistance(130));
}

TEST_CASE("There are no levels where the price does not turn", "[unit][charts]") {
  auto series = HostileSeries();
  for (const char* name : {"flat", "zeros", "rising", "falling"}) {
    std::vector<Ohlcv> bars;
    for (const double close : series[name]) bars.push_back({close, close, close, close, 1});
    INFO(name);
    CHECK(Find(bars).empty());
  }
}

TEST_CASE("Levels are ascending, bounded in number and do not depend on later bars", "[unit][charts]") {
  const auto bars = Walk(1, 20000);
  auto tracker = LevelTracker::Create({.tolerance = 0.01});
  REQUIRE(tracker.ok());
  size_t most = 0;
  for (size_t t = 0; t < bars.size(); ++t) {
    tracker->Update(bars[t]);
    if (t % 997 != 0) continue;
    const auto levels = tracker->Levels();
    most = std::max(most, levels.size());
    CHECK(std::is_sorted(levels.begin(), levels.end(),
                         [](const PriceLevel& a, const PriceLevel& b) { return a.price < b.price; }));
    const auto again = Find(std::span(bars).first(t + 1), {.tolerance = 0.01});
    REQUIRE(again.size() == levels.size());
    for (size_t i = 0; i < levels.size(); ++i) {
      CHECK(again[i].price == levels[i].price);
      CHECK(again[i].strength == levels[i].strength);
      CHECK(levels[i].last_touch <= static_cast<int64_t>(t));
    }
  }
  CHECK(most == 64);
}

VolumeProfile Profile(std::span<const Ohlcv> bars, int buckets) {
  auto profile = MakeVolumeProfile(bars, buckets);
  REQUIRE(profile.ok());
  return *std::move(profile);
}

TEST_CASE("Levels stay in their order where their distances from a turn are equal by rounding", "[unit][charts]") {
  // Nine turns next to zero, then one at -1 that touches what is within 2 of it.
  std::vector<Ohlcv> bars;
  double price = 1e-40;
  for (int turn = 0; turn < 9; ++turn, price *= -50) bars.push_back({price, price, price, price, 1});
  for (const double last : {-1.0, 200.0}) bars.push_back({last, last, last, last, 1});
  const auto levels = Find(bars, {.swing_size = 0.1, .tolerance = 0.01, .atr_period = 1});
  REQUIRE(levels.size() > 1);
  CHECK(levels.front().price < -0.1);
  CHECK(std::is_sorted(levels.begin(), levels.end(), [](const auto& a, const auto& b) { return a.price < b.price; }));
}

TEST_CASE("A bar's volume is spread over the buckets that it crosses", "[unit][charts]") {
  // 4 per unit from 10 to 15, 10 per unit from 12 to 13, all of 6 at 10.5.
  const std::vector<Ohlcv> bars = {{10, 15, 10, 15, 20}, {12, 13, 12, 13, 10}, {10.5, 10.5, 10.5, 10.5, 6}};
  const VolumeProfile profile = Profile(bars, 5);
  CHECK(profile.low == 10);
  CHECK(profile.width == 1);
  CHECK(profile.total == 36);
  REQUIRE(profile.volumes.size() == 5);
  const double expected[] = {10, 4, 14, 4, 4};
  for (size_t i = 0; i < 5; ++i) CHECK(profile.volumes[i] == Catch::Approx(expected[i]));
  CHECK(profile.point_of_control == 12.5);
  // 70 % is 25.2: 14, then 4 above (of equals the upper), 4 above, 4 below is 26.
  CHECK(profile.value_area_low == 11);
  CHECK(profile.value_area_high == 15);
}

TEST_CASE("The value area grows towards the larger neighbour", "[unit][charts]") {
  const std::vector<Ohlcv> bars = {{0.5, 0.5, 0, 0.5, 2},
                                   {1.5, 1.5, 1.5, 1.5, 30},
                                   {2.5, 2.5, 2.5, 2.5, 50},
                                   {3.5, 3.5, 3.5, 3.5, 10},
                                   {4.5, 5, 4.5, 4.5, 8}};
  const VolumeProfile profile = Profile(bars, 5);
  CHECK(profile.point_of_control == 2.5);
  CHECK(profile.value_area_low == 1);
  CHECK(profile.value_area_high == 3);
}

TEST_CASE("No volume is lost between buckets and the value area holds its share", "[unit][charts]") {
  const auto bars = Walk(2, 1000);
  for (const int buckets : {1, 2, 7, 50, 1000}) {
    const VolumeProfile profile = Profile(bars, buckets);
    CHECK(std::accumulate(profile.volumes.begin(), profile.volumes.end(), 0.0) == Catch::Approx(profile.total));
    double held = 0;
    for (size_t i = 0; i < profile.volumes.size(); ++i) {
      const double middle = profile.low + (static_cast<double>(i) + 0.5) * profile.width;
      if (middle > profile.value_area_low && middle < profile.value_area_high) held += profile.volumes[i];
    }
    CHECK(held >= 0.6999 * profile.total);
    CHECK(profile.value_area_low <= profile.point_of_control);
    CHECK(profile.value_area_high >= profile.point_of_control);
  }
}

TEST_CASE("A profile of one price has no width", "[unit][charts]") {
  const VolumeProfile profile = Profile(std::vector<Ohlcv>(3, {5, 5, 5, 5, 2}), 10);
  CHECK(profile.width == 0);
  CHECK(profile.total == 6);
  CHECK(profile.volumes[0] == 6);
  CHECK(profile.point_of_control == 5);
  CHECK(profile.value_area_low == 5);
  CHECK(profile.value_area_high == 5);
}

TEST_CASE("Bars without a usable price or volume count for nothing", "[unit][charts]") {
  const double nan = std::nan("");
  const double infinity = std::numeric_limits<double>::infinity();
  std::vector<Ohlcv> bars = {{1, 2, 1, 2, 10}, {3, 4, 3, 4, 10}};
  const VolumeProfile clean = Profile(bars, 4);
  for (const Ohlcv& bad : {Ohlcv{nan, nan, nan, nan, 5}, Ohlcv{9, 9, 9, 9, nan}, Ohlcv{9, 9, 9, 9, -5},
                           Ohlcv{9, 9, 9, 9, 0}, Ohlcv{9, 9, 9, 9, infinity}, Ohlcv{9, 8, 9, 9, 5}}) {
    bars.push_back(bad);
  }
  CHECK(Profile(bars, 4).volumes == clean.volumes);
  for (const auto& [name, closes] : HostileSeries()) {
    INFO(name);
    std::vector<Ohlcv> hostile;
    for (const double close : closes) hostile.push_back({close, close, 0, close, close});
    const auto profile = MakeVolumeProfile(hostile, 20);
    if (profile.ok()) CHECK(std::isfinite(profile->point_of_control));
  }
}

TEST_CASE("The rolling profile is the profile of the last bars", "[unit][charts]") {
  const auto bars = Walk(3, 500);
  auto rolling = RollingVolumeProfile::Create(100, 24);
  REQUIRE(rolling.ok());
  for (size_t t = 0; t < bars.size(); ++t) {
    rolling->Update(bars[t]);
    const size_t first = t + 1 > 100 ? t + 1 - 100 : 0;
    const VolumeProfile expected = Profile(std::span(bars).subspan(first, t + 1 - first), 24);
    const auto profile = rolling->Profile();
    REQUIRE(profile.ok());
    REQUIRE(profile->volumes == expected.volumes);
    REQUIRE(profile->value_area_low == expected.value_area_low);
    REQUIRE(profile->value_area_high == expected.value_area_high);
  }
}

TEST_CASE("Levels and profiles refuse what is out of range and say so", "[unit][charts]") {
  const auto levels = LevelTracker::Create({.tolerance = 0, .half_life = 0});
  REQUIRE_FALSE(levels.ok());
  CHECK(errors::DetailOf(levels.status()).DebugString().find("tolerance") != std::string::npos);
  CHECK(errors::DetailOf(levels.status()).DebugString().find("half_life") != std::string::npos);
  CHECK(errors::DetailOf(MakeVolumeProfile({}, 0).status()).code() == api::v1::VALIDATION_FAILED);
  CHECK(errors::DetailOf(MakeVolumeProfile({}, 10).status()).code() == api::v1::INSUFFICIENT_DATA);
  CHECK(errors::DetailOf(RollingVolumeProfile::Create(0, 10).status()).code() == api::v1::VALIDATION_FAILED);
}

}  // namespace
}  // namespace mib::indicators
