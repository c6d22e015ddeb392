// Statistics, prices and cycles whose values are known without computing.

#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <numbers>

#include "series.h"

namespace mib::indicators {
namespace {

using Catch::Approx;

Table Values(std::string_view name, const std::map<std::string, double>& given, const Bars& bars) {
  const Definition* definition = Registry::Find(name);
  REQUIRE(definition != nullptr);
  return Batch(*definition, *definition->Resolve(given), bars);
}
double Last(std::string_view name, const std::map<std::string, double>& given, const std::vector<double>& closes) {
  return Values(name, given, StillBars(closes))[0].back();
}

TEST_CASE("Deviation and variance are the population's", "[unit][indicators]") {
  const std::vector<double> closes = {100, 2, 4, 4, 4, 5, 5, 7, 9};
  CHECK(Last("var", {{"period", 8}}, closes) == 4);
  CHECK(Last("stddev", {{"period", 8}}, closes) == 2);
  CHECK(Last("stddev", {{"period", 8}, {"nbdev", 1.5}}, closes) == 3);
}

TEST_CASE("A deviation of cents on a large price keeps its digits", "[unit][indicators]") {
  std::vector<double> closes;
  for (int i = 0; i < 20; ++i) closes.push_back(1e9 + (i % 2 == 0 ? 0.25 : -0.25));
  CHECK(Last("stddev", {{"period", 20}}, closes) == 0.25);
}

TEST_CASE("On a straight line the regression is the line", "[unit][indicators]") {
  std::vector<double> closes;
  for (int i = 0; i < 30; ++i) closes.push_back(50 + 2 * i);
  CHECK(Last("linearreg", {}, closes) == Approx(108));
  CHECK(Last("tsf", {}, closes) == Approx(110));
  CHECK(Last("linearreg_slope", {}, closes) == Approx(2));
  CHECK(Last("linearreg_intercept", {}, closes) == Approx(82));
  CHECK(Last("linearreg_angle", {}, closes) == Approx(std::atan(2) * 180 / std::numbers::pi));
}

TEST_CASE("Correlation and beta of highs and lows that go together are 1, and opposed -1", "[unit][indicators]") {
  Bars bars;
  for (const double move : {1.0, 3.0, 2.0, 5.0, 4.0, 7.0}) {
    bars.high.push_back(10 + move);
    bars.low.push_back(10 - move);
    bars.close.push_back(10);
  }
  CHECK(Values("correl", {{"period", 5}}, bars)[0].back() == Approx(-1));
  bars.low = bars.high;
  CHECK(Values("correl", {{"period", 5}}, bars)[0].back() == Approx(1));
  CHECK(Values("beta", {}, bars)[0].back() == Approx(1));
}

TEST_CASE("Pivots come from the bar before", "[unit][indicators]") {
  Bars bars;
  bars.high = {12, 99};
  bars.low = {6, 1};
  bars.close = {9, 50};
  const Table values = Values("pivots", {}, bars);
  const double expected[] = {9, 12, 6, 15, 3, 18, 0};
  for (size_t c = 0; c < values.size(); ++c) CHECK(values[c][1] == expected[c]);
}

TEST_CASE("A zigzag tells a turn from the bar that is far enough away, and never changes it", "[unit][indicators]") {
  const Table values = Values("zigzag", {{"deviation", 10}}, StillBars({100, 95, 106, 120, 109, 107, 125, 100}));
  const std::vector<double>&pivot = values[0], &direction = values[1], &extreme = values[2];
  CHECK(std::isnan(pivot[1]));
  CHECK(direction[1] == 0);
  // 106 is more than a tenth above 95.
  CHECK(pivot[2] == 95);
  CHECK(direction[2] == 1);
  CHECK(extreme[3] == 120);
  // 109 is not 12 below 120; 107 is.
  CHECK(pivot[4] == 95);
  CHECK(pivot[5] == 120);
  CHECK(direction[5] == -1);
  CHECK(extreme[5] == 107);
  CHECK(pivot[6] == 107);
  CHECK(pivot[7] == 125);
}

TEST_CASE("A bar that is no number has no zigzag and does not disturb it", "[unit][indicators]") {
  const Table values =
      Values("zigzag", {{"deviation", 10}}, StillBars({100, 120, std::nan(""), 107, std::nan(""), 125}));
  CHECK(std::isnan(values[1][2]));
  CHECK(values[0][3] == 120);
  CHECK(values[0][5] == 107);
}

TEST_CASE("The Hurst exponent is high where moves go on and low where they turn back", "[unit][indicators]") {
  std::mt19937_64 random(3);
  std::normal_distribution<double> normal(0, 0.01);
  std::vector<double> going_on = {100}, turning_back = {100};
  double drift = 0, level = 0;
  for (int i = 0; i < 600; ++i) {
    drift = 0.95 * drift + normal(random);
    level = 0.2 * level + normal(random);
    going_on.push_back(going_on.back() * std::exp(drift));
    turning_back.push_back(100 * std::exp(level));
  }
  CHECK(Last("hurst", {{"period", 512}}, going_on) > 0.75);
  CHECK(Last("hurst", {{"period", 512}}, turning_back) < 0.35);
  CHECK(std::isnan(Last("hurst", {}, std::vector<double>(200, 50))));
  CHECK(std::isnan(Last("hurst", {}, std::vector<double>(200, -50))));
}

std::vector<double> Cycle(double period, int bars) {
  std::vector<double> closes;
  for (int i = 0; i < bars; ++i) closes.push_back(100 + 5 * std::sin(2 * std::numbers::pi * i / period));
  return closes;
}

TEST_CASE("The dominant cycle of a sine is its period, and the phase turns with it", "[unit][indicators]") {
  const auto closes = Cycle(20, 600);
  CHECK(Last("ht_dcperiod", {}, closes) == Approx(20).margin(0.5));
  const auto phase = Values("ht_dcphase", {}, StillBars(closes))[0];
  for (size_t i = 500; i < closes.size(); ++i) {
    const double turned = std::remainder(phase[i] - phase[i - 1], 360);
    REQUIRE(turned == Approx(18).margin(3));
  }
  // The mean over a cycle does not see it.
  CHECK(Last("ht_trendline", {}, closes) == Approx(100).margin(0.5));
  CHECK(Last("ht_trendmode", {}, Cycle(20, 500)) == 1);  // Five percent off the trendline.
}

TEST_CASE("A price that is not finite spoils the cycle for good", "[unit][indicators]") {
  auto closes = Cycle(20, 300);
  closes[150] = std::numeric_limits<double>::infinity();
  for (const std::string_view name :
       {"ht_dcperiod", "ht_phasor", "ht_dcphase", "ht_sine", "ht_trendline", "ht_trendmode"}) {
    INFO(name);
    for (const auto& column : Values(name, {}, StillBars(closes))) {
      CHECK(std::isfinite(column[149]));
      // The component in phase is that of 3 bars before.
      for (size_t i = 153; i < column.size(); ++i) REQUIRE(std::isnan(column[i]));
    }
  }
}

}  // namespace
}  // namespace mib::indicators
