#include "mib/indicators/trend.h"

#include <algorithm>
#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <limits>
#include <map>
#include <numbers>

#include "mib/base/errors.h"
#include "series.h"

namespace mib::indicators {
namespace {

using Trends = std::vector<std::optional<Trend>>;

Trends Find(std::span<const Ohlcv> bars) {
  auto trends = FindTrends(bars, {});
  REQUIRE(trends.ok());
  return *std::move(trends);
}

template <typename Price>
std::vector<Ohlcv> Draw(int length, Price price) {
  std::vector<Ohlcv> bars;
  for (int t = 0; t < length; ++t) {
    const double close = price(t);
    bars.push_back({close, close + 0.5, close - 0.5, close, 1});
  }
  return bars;
}

// A generator that any language can repeat.
std::vector<Ohlcv> Congruential(int length) {
  uint64_t state = 12345;
  const auto next = [&] {
    state = (state * 1103515245 + 12345) % (uint64_t{1} << 31);
    return static_cast<double>(state) * 0x1p-31;
  };
  std::vector<Ohlcv> bars;
  double price = 100;
  for (int t = 0; t < length; ++t) {
    const double above = next();
    const double below = next();
    const double close = price + 2 * next() - 1;
    bars.push_back({price, std::max(price, close) + above, std::min(price, close) - below, close, 1});
    price = close;
  }
  return bars;
}

TEST_CASE("A line up is a trend up by all evidence but swings, which it has none of", "[unit][charts]") {
  const Trends trends = Find(Draw(100, [](int t) { return 100.0 + t; }));
  // The slowest parts need 50 bars.
  CHECK_FALSE(trends[48]);
  for (size_t t = 49; t < trends.size(); ++t) {
    REQUIRE(trends[t]);
    CHECK(trends[t]->direction == TrendDirection::kUp);
    CHECK(trends[t]->strength == Catch::Approx(75));
    CHECK(trends[t]->since == 49);
  }
  const TrendEvidence evidence = trends.back()->evidence;
  CHECK(evidence.regression == Catch::Approx(1));
  CHECK(evidence.directional_movement == 1);
  CHECK(evidence.averages == 1);
  CHECK(evidence.swings == 0);
}

TEST_CASE("A line down is a trend down", "[unit][charts]") {
  const Trends trends = Find(Draw(100, [](int t) { return 300.0 - t; }));
  CHECK(trends.back()->direction == TrendDirection::kDown);
  CHECK(trends.back()->strength == Catch::Approx(75));
}

TEST_CASE("A price that stands still has no trend and no strength", "[unit][charts]") {
  const Trends trends = Find(Draw(100, [](int) { return 101.1; }));
  CHECK(trends.back()->direction == TrendDirection::kSideways);
  CHECK(trends.back()->strength == 0);
  CHECK(trends.back()->since == 49);
}

TEST_CASE("Waves about a level are sideways, waves along a slope are its trend", "[unit][charts]") {
  const auto wave = [](int t) { return 8 * std::sin(2 * std::numbers::pi * t / 24); };
  for (const auto& trend : Find(Draw(400, [&](int t) { return 100 + wave(t); }))) {
    if (trend) CHECK(trend->evidence.swings == 0);
  }
  const Trends up = Find(Draw(400, [&](int t) { return 100 + 0.5 * t + wave(t); }));
  const Trends down = Find(Draw(400, [&](int t) { return 900 - 0.5 * t + wave(t); }));
  for (size_t t = 200; t < 400; ++t) {
    CHECK(up[t]->evidence.swings == 1);
    CHECK(up[t]->direction != TrendDirection::kDown);
    CHECK(down[t]->evidence.swings == -1);
    CHECK(down[t]->direction != TrendDirection::kUp);
  }
}

TEST_CASE("A turn is told after it, and `since` is the bar where it was told", "[unit][charts]") {
  const Trends trends = Find(Draw(300, [](int t) { return t < 150 ? 100.0 + t : 400.0 - t; }));
  CHECK(trends[149]->direction == TrendDirection::kUp);
  CHECK(trends[299]->direction == TrendDirection::kDown);
  CHECK(trends[299]->since > 150);
  CHECK(trends[299]->since < 200);
  std::optional<Trend> before;
  for (size_t t = 0; t < trends.size(); ++t) {
    if (!trends[t]) continue;
    const bool changed = !before || trends[t]->direction != before->direction;
    CHECK(trends[t]->since == (changed ? static_cast<int64_t>(t) : before->since));
    before = trends[t];
  }
}

TEST_CASE("A trend begins at a strength of 50 and lasts down to 15", "[unit][charts]") {
  int lasting = 0;
  std::optional<Trend> before;
  for (const auto& trend : Find(Congruential(3000))) {
    if (before && trend->direction != TrendDirection::kSideways) {
      const bool begins = trend->direction != before->direction;
      CHECK(trend->strength >= (begins ? 50 : 15));
      lasting += trend->strength < 50;
    }
    before = trend;
  }
  CHECK(lasting > 100);
}

TEST_CASE("The evidence of the regression is that of its t-statistic", "[unit][charts]") {
  constexpr int kCount = 50;
  const auto bars = Congruential(200);
  const Trends trends = Find(bars);
  for (size_t end = 60; end <= 200; end += 35) {
    // Ordinary least squares by its normal equations, with time counted from 1.
    double sx = 0, sy = 0, sxx = 0, sxy = 0;
    for (int i = 1; i <= kCount; ++i) {
      const double y = bars[end - kCount + static_cast<size_t>(i) - 1].close;
      sx += i;
      sy += y;
      sxx += i * i;
      sxy += i * y;
    }
    const double slope = (kCount * sxy - sx * sy) / (kCount * sxx - sx * sx);
    const double intercept = (sy - slope * sx) / kCount;
    double squares = 0;
    for (int i = 1; i <= kCount; ++i) {
      const double y = bars[end - kCount + static_cast<size_t>(i) - 1].close;
      squares += std::pow(y - intercept - slope * i, 2);
    }
    const double error = std::sqrt(squares / (kCount - 2) / (sxx - sx * sx / kCount));
    const double t = slope / error;
    CHECK(trends[end - 1]->evidence.regression == Catch::Approx(t / std::sqrt(t * t + kCount - 2)).epsilon(1e-9));
  }
}

TEST_CASE("The evidence of directional movement agrees with TA-Lib", "[unit][charts]") {
  const Trends trends = Find(Congruential(600));
  // ADX(14) and the greater DI of TA-Lib 0.8.1 on the same bars.
  CHECK(trends[449]->evidence.directional_movement == Catch::Approx(-20.986818868546123 / 50).epsilon(1e-9));
  CHECK(trends[500]->evidence.directional_movement == Catch::Approx(-23.688544083063 / 50).epsilon(1e-9));
  CHECK(trends[599]->evidence.directional_movement == Catch::Approx(18.43123373643391 / 50).epsilon(1e-9));
}

TEST_CASE("The evidence of averages counts neighbours in order", "[unit][charts]") {
  // A long rise and one close below the fast average, which is still above the others: two for up, one for down.
  auto bars = Draw(100, [](int t) { return 100.0 + t; });
  bars.push_back({199, 199, 188, 188, 1});
  CHECK(Find(bars).back()->evidence.averages == Catch::Approx(1.0 / 3));
}

TEST_CASE("A trend does not depend on later bars", "[unit][charts]") {
  const auto bars = Congruential(400);
  const Trends all = Find(bars);
  for (size_t length = 1; length <= bars.size(); length += 13) {
    const Trends some = Find(std::span(bars).first(length));
    REQUIRE(some.back().has_value() == all[length - 1].has_value());
    if (!some.back()) continue;
    CHECK(some.back()->direction == all[length - 1]->direction);
    CHECK(some.back()->strength == all[length - 1]->strength);
    CHECK(some.back()->since == all[length - 1]->since);
  }
}

TEST_CASE("Hostile series give strengths within their range", "[unit][charts]") {
  for (const auto& [name, closes] : HostileSeries()) {
    INFO(name);
    auto bars = Draw(static_cast<int>(closes.size()), [&closes](int t) { return closes[static_cast<size_t>(t)]; });
    for (size_t t = 7; t < bars.size(); t += 19) bars[t].close = std::nan("");
    bars[100] = {1e99, 1e99, -1e99, 1e99, 1};
    const Trends trends = Find(bars);
    for (size_t t = 0; t < trends.size(); ++t) {
      if (!IsUsable(bars[t])) CHECK_FALSE(trends[t]);
      if (!trends[t]) continue;
      CHECK(trends[t]->strength >= 0);
      CHECK(trends[t]->strength <= 100);
    }
    CHECK(std::count_if(trends.begin(), trends.end(), [](const auto& trend) { return trend.has_value(); }) > 300);
  }
}

TEST_CASE("The trend refuses options out of their range with their names", "[unit][charts]") {
  const auto tracker = TrendTracker::Create({.regression_period = 1, .middle_period = 10});
  REQUIRE_FALSE(tracker.ok());
  const auto detail = errors::DetailOf(tracker.status());
  CHECK(detail.code() == api::v1::VALIDATION_FAILED);
  CHECK(detail.DebugString().find("regression_period") != std::string::npos);
  CHECK(detail.DebugString().find("middle_period") != std::string::npos);
}

TEST_CASE("The longest of all periods is refused as any other that is too long", "[unit][charts]") {
  constexpr int kLongest = std::numeric_limits<int>::max();
  const auto tracker = TrendTracker::Create({.fast_period = kLongest, .middle_period = kLongest, .slow_period = 50});
  REQUIRE_FALSE(tracker.ok());
  std::map<std::string, std::string> faults;
  const auto detail = errors::DetailOf(tracker.status());
  for (const auto& violation : detail.violations()) faults[violation.field()] = violation.message();
  CHECK(faults == std::map<std::string, std::string>{{"fast_period", "must be a whole number from 1 to 4998"},
                                                     {"middle_period", "must be a whole number from 4999 to 4999"},
                                                     {"slow_period", "must be a whole number from 5000 to 5000"}});
}

}  // namespace
}  // namespace mib::indicators
