#include "mib/indicators/swings.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <limits>

#include "mib/base/errors.h"
#include "series.h"

namespace mib::indicators {
namespace {

// Bars that touch nothing but their closes.
std::vector<Ohlcv> Points(const std::vector<double>& closes) {
  std::vector<Ohlcv> bars;
  for (const double close : closes) bars.push_back({close, close, close, close, 1});
  return bars;
}

std::vector<Swing> Find(std::span<const Ohlcv> bars, const SwingOptions& options) {
  auto swings = FindSwings(bars, options);
  REQUIRE(swings.ok());
  return *std::move(swings);
}

constexpr SwingOptions kTenPercent{.threshold = SwingOptions::Threshold::kPercent, .size = 10};

TEST_CASE("A swing lies at its extreme and is known where the price has moved away", "[unit][charts]") {
  // 10 % from 120 is 108, from 100 it is 110.
  const auto swings = Find(Points({100, 115, 120, 112, 109, 108, 100, 105, 109.9, 110, 125, 112.4}), kTenPercent);
  const std::vector<Swing> expected = {
      {SwingKind::kHigh, 2, 5, 120}, {SwingKind::kLow, 6, 9, 100}, {SwingKind::kHigh, 10, 11, 125}};
  CHECK(swings == expected);
}

TEST_CASE("A swing takes the high or the low of its bar", "[unit][charts]") {
  std::vector<Ohlcv> bars = Points({100, 110, 120, 110, 100, 110, 120});
  bars[2].high = 130;
  bars[4].low = 90;
  const auto swings = Find(bars, kTenPercent);
  REQUIRE(swings.size() == 2);
  CHECK(swings[0].price == 130);
  CHECK(swings[1].price == 90);
}

TEST_CASE("A bar that makes a new extreme does not confirm it", "[unit][charts]") {
  std::vector<Ohlcv> bars = Points({100, 110, 120, 119, 118});
  bars[2].low = 90;
  CHECK(Find(bars, kTenPercent).empty());
}

TEST_CASE("The threshold may be a multiple of the average true range", "[unit][charts]") {
  // Every true range is 1, so the mean is 1 from the fourth bar on and the threshold is 3.
  const auto swings = Find(Points({1, 2, 3, 4, 5, 6, 7, 6, 5, 4, 3, 4, 5, 6, 7}), {.size = 3, .atr_period = 3});
  const std::vector<Swing> expected = {{SwingKind::kHigh, 6, 9, 7}, {SwingKind::kLow, 10, 13, 3}};
  CHECK(swings == expected);
}

TEST_CASE("The average true range is the plain mean at first and Wilder's afterwards", "[unit][charts]") {
  AverageTrueRange atr(2);
  CHECK_FALSE(atr.Update({10, 11, 9, 10, 0}));
  CHECK_FALSE(atr.Update({10, 12, 10, 12, 0}));
  REQUIRE(atr.Update({12, 13, 9, 9, 0}));
  CHECK(atr.value() == 3);
  // A gap: from the close of 9 up to 15.
  REQUIRE(atr.Update({14, 15, 14, 15, 0}));
  CHECK(atr.value() == 4.5);
}

TEST_CASE("Where the price does not turn there are no swings", "[unit][charts]") {
  auto series = HostileSeries();
  for (const char* name : {"flat", "zeros", "rising", "falling"}) {
    INFO(name);
    CHECK(Find(Points(series[name]), {}).empty());
    CHECK(Find(Points(series[name]), kTenPercent).empty());
  }
}

TEST_CASE("Swings alternate, are known after they lie, and are the extremes between their neighbours",
          "[unit][charts]") {
  for (const auto& [name, closes] : HostileSeries()) {
    INFO(name);
    const auto swings = Find(Points(closes), {.size = 2});
    for (size_t i = 0; i < swings.size(); ++i) {
      REQUIRE(swings[i].known > swings[i].at);
      REQUIRE(closes[static_cast<size_t>(swings[i].at)] == swings[i].price);
      if (i == 0) continue;
      REQUIRE(swings[i].kind != swings[i - 1].kind);
      REQUIRE(swings[i].at > swings[i - 1].at);
      const auto [low, high] =
          std::minmax_element(closes.begin() + swings[i - 1].at, closes.begin() + swings[i].at + 1);
      REQUIRE(swings[i].price == (swings[i].kind == SwingKind::kHigh ? *high : *low));
    }
  }
  CHECK(Find(Points(HostileSeries()["walk"]), {.size = 2}).size() > 20);
}

TEST_CASE("What is known of swings at a bar does not depend on later bars", "[unit][charts]") {
  const auto bars = Points(HostileSeries()["walk"]);
  const auto all = Find(bars, {.size = 2});
  for (size_t length = 0; length <= bars.size(); ++length) {
    std::vector<Swing> expected;
    for (const Swing& swing : all) {
      if (swing.known < static_cast<int64_t>(length)) expected.push_back(swing);
    }
    REQUIRE(Find(std::span(bars).first(length), {.size = 2}) == expected);
  }
}

TEST_CASE("A bar that is not usable is passed over and counted", "[unit][charts]") {
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  std::vector<Ohlcv> bars = Points({100, 110, 120, 110, 100});
  const auto without = Find(bars, kTenPercent);
  for (const Ohlcv& bad : {Ohlcv{kNan, 1, 1, 1, 0}, Ohlcv{1, kInfinity, 1, 1, 0}, Ohlcv{1, 1, -kInfinity, 1, 0},
                           Ohlcv{1, 1, 1, kNan, 0}, Ohlcv{1, 1, 2, 1, 0}, Ohlcv{1, 1e101, 1, 1, 0}}) {
    CHECK_FALSE(IsUsable(bad));
    auto with = bars;
    with.insert(with.begin() + 2, bad);
    const auto swings = Find(with, kTenPercent);
    REQUIRE(swings.size() == without.size());
    CHECK(swings[0].at == without[0].at + 1);
    CHECK(swings[0].known == without[0].known + 1);
    CHECK(swings[0].price == without[0].price);
  }
}

TEST_CASE("The running extreme is told apart from confirmed swings", "[unit][charts]") {
  auto detector = SwingDetector::Create(kTenPercent);
  REQUIRE(detector.ok());
  for (const Ohlcv& bar : Points({100, 110, 120, 119})) CHECK_FALSE(detector->Update(bar));
  REQUIRE(detector->tentative());
  CHECK(*detector->tentative() == Swing{SwingKind::kHigh, 2, 3, 120});
}

TEST_CASE("The swing detector refuses options out of their range with their names", "[unit][charts]") {
  const auto swings = FindSwings({}, {.size = std::nan(""), .atr_period = 0});
  REQUIRE_FALSE(swings.ok());
  const auto detail = errors::DetailOf(swings.status());
  CHECK(detail.code() == api::v1::VALIDATION_FAILED);
  CHECK(detail.DebugString().find("size") != std::string::npos);
  CHECK(detail.DebugString().find("atr_period") != std::string::npos);
}

}  // namespace
}  // namespace mib::indicators
