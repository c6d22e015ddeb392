// Ranges, channels, stops and directional movement by hand, and what they give where they divide by nothing.

#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>
#include <cmath>

#include "mib/indicators/kit/directional.h"
#include "mib/indicators/kit/parabolic.h"
#include "series.h"

namespace mib::indicators {
namespace {

using Catch::Approx;

Table Values(std::string_view name, const std::map<std::string, double>& given, const Bars& bars) {
  const Definition* definition = Registry::Find(name);
  REQUIRE(definition != nullptr);
  return Batch(*definition, *definition->Resolve(given), bars);
}

Bars HighLowClose(std::vector<double> high, std::vector<double> low, std::vector<double> close) {
  return {close, std::move(high), std::move(low), close, std::vector<double>(close.size(), 1)};
}

TEST_CASE("A gap counts in the true range, and Wilder's mean starts plain", "[unit][indicators]") {
  const Bars bars = HighLowClose({11, 15, 14, 9}, {9, 14, 12, 8}, {10, 14, 13, 8});
  const Table range = Values("trange", {}, bars);
  CHECK(std::isnan(range[0][0]));
  CHECK(range[0][1] == 5);
  CHECK(range[0][2] == 2);
  CHECK(range[0][3] == 5);
  const Table atr = Values("atr", {{"period", 2}}, bars);
  CHECK(std::isnan(atr[0][1]));
  CHECK(atr[0][2] == 3.5);
  CHECK(atr[0][3] == (3.5 + 5) / 2);
}

TEST_CASE("Only the side that a bar reaches farther out on moves", "[unit][indicators]") {
  DirectionalMovement movement;
  CHECK_FALSE(movement.Push(10, 8));
  REQUIRE(movement.Push(13, 7));
  CHECK(movement.plus() == 3);
  CHECK(movement.minus() == 0);
  REQUIRE(movement.Push(14, 4));
  CHECK(movement.plus() == 0);
  CHECK(movement.minus() == 3);
  // As far up as down, and inside the bar before.
  for (const auto& [high, low] : {std::pair{16.0, 2.0}, {15.0, 3.0}}) {
    REQUIRE(movement.Push(high, low));
    CHECK(movement.plus() == 0);
    CHECK(movement.minus() == 0);
  }
}

TEST_CASE("A steady climb is all plus", "[unit][indicators]") {
  Bars bars;
  for (int i = 0; i < 100; ++i) {
    bars.high.push_back(i + 2);
    bars.low.push_back(i);
    bars.close.push_back(i + 1);
  }
  CHECK(Values("plus_dm", {}, bars)[0].back() == Approx(14).epsilon(0.001));
  // The true range is 2 on each bar.
  CHECK(Values("plus_di", {}, bars)[0].back() == Approx(50));
  CHECK(Values("minus_di", {}, bars)[0].back() == 0);
  for (const std::string_view name : {"dx", "adx", "adxr"}) CHECK(Values(name, {}, bars)[0].back() == Approx(100));
}

TEST_CASE("The index keeps its value where nothing moves, and its mean stands still", "[unit][indicators]") {
  Bars bars = StillBars(std::vector<double>(60, 7));
  for (const std::string_view name : {"plus_di", "minus_di", "dx", "adx", "adxr"}) {
    CHECK(Values(name, {{"period", 3}}, bars)[0].back() == 0);
  }
  bars.high[1] = 9;
  // One climb, then nothing: what is left of it is all there is.
  CHECK(Values("dx", {{"period", 3}}, bars)[0].back() == Approx(100));
}

TEST_CASE("The parabolic stop follows, turns where it is touched, and goes to the extreme", "[unit][indicators]") {
  const Bars bars = HighLowClose({10, 12, 14, 15, 10}, {9, 10, 12, 13, 8}, {9, 11, 13, 14, 9});
  const Table sar = Values("sar", {}, bars);
  CHECK(std::isnan(sar[0][0]));
  CHECK(sar[0][1] == 9);
  // 9 + 0.02 * (12 - 9), but not above the lows of the last two bars; the first bar of a move is its own predecessor.
  CHECK(sar[0][2] == Approx(9.06));
  // The acceleration grew with the new extreme.
  const double third = 9.06 + 0.04 * (14 - 9.06);
  CHECK(sar[0][3] == Approx(third));
  CHECK(sar[0][4] == 15);
  const Table extended = Values("sarext", {}, bars);
  CHECK(extended[0][3] == Approx(third));
  CHECK(extended[0][4] == -15);
  CHECK(Values("sarext", {{"offset", 0.1}}, bars)[0][4] == Approx(-16.5));
}

TEST_CASE("The stop begins where and on which side it is told to", "[unit][indicators]") {
  const Bars bars = HighLowClose({10, 12, 14}, {9, 10, 12}, {9, 11, 13});
  CHECK(Values("sarext", {{"start", 5}}, bars)[0][1] == 5);
  CHECK(Values("sarext", {{"start", -20}}, bars)[0][1] == -20);
}

TEST_CASE("An initial acceleration above the maximum is the maximum", "[unit][indicators]") {
  const Bars bars = HostileBars()["walk"];
  const Table above = Values("sar", {{"acceleration", 5}, {"maximum", 0.1}}, bars);
  const Table at = Values("sar", {{"acceleration", 0.1}, {"maximum", 0.1}}, bars);
  for (size_t i = 1; i < at[0].size(); ++i) REQUIRE(above[0][i] == at[0][i]);
}

TEST_CASE("Supertrend turns when the close crosses it", "[unit][indicators]") {
  std::vector<double> closes;
  for (int i = 0; i < 30; ++i) closes.push_back(100 + i);
  for (int i = 0; i < 30; ++i) closes.push_back(120 - 3 * i);
  const Table values = Values("supertrend", {{"period", 5}}, StillBars(closes));
  CHECK(values[1][29] == 1);
  // Each bar ranges over 1: the stop is 3 below the last close of the climb.
  CHECK(values[0][29] == Approx(126));
  CHECK(values[1][30] == -1);
  CHECK(values[0][30] > closes[30]);
  CHECK(values[1].back() == -1);
}

TEST_CASE("The cloud is that of the displacement's bars ago", "[unit][indicators]") {
  const Bars bars = StillBars({1, 2, 3, 4, 5, 6, 7, 8});
  const Table values = Values("ichimoku", {{"conversion", 1}, {"base", 3}, {"leading", 5}, {"displacement", 2}}, bars);
  CHECK(std::isnan(values[0][5]));
  CHECK(values[0][6] == 7);
  CHECK(values[1][6] == 6);
  CHECK(values[2][6] == (5 + 4) / 2.0);
  CHECK(values[3][6] == 3);
}

TEST_CASE("Without any movement a range is 0, and a part of it what TA-Lib says", "[unit][indicators]") {
  const Bars still = StillBars(std::vector<double>(120, 101.1));
  for (const std::string_view name : {"trange", "atr", "natr", "plus_dm", "minus_dm", "ulcer", "vortex", "stddev"}) {
    for (const auto& column : Values(name, {}, still)) CHECK(column.back() == 0);
  }
  CHECK(Values("mass_index", {}, still)[0].back() == 25);
  CHECK(Values("imi", {}, still)[0].back() == 50);
  CHECK(std::isnan(Values("choppiness", {}, still)[0].back()));
  for (const std::string_view name : {"donchian", "keltner", "accbands"}) {
    for (const auto& column : Values(name, {}, still)) CHECK(column.back() == Approx(101.1));
  }
  const Bars nothing = StillBars(std::vector<double>(120, 0));
  for (const std::string_view name : {"natr", "ulcer", "accbands", "beta", "correl"}) {
    for (const auto& column : Values(name, {}, nothing)) CHECK(column.back() == 0);
  }
}

TEST_CASE("A price that is not finite spoils a stop for good, and a channel for its window", "[unit][indicators]") {
  Bars bars = HostileBars()["walk"];
  bars.high[100] = std::numeric_limits<double>::infinity();
  for (const std::string_view name : {"sar", "sarext", "supertrend", "atr", "adx"}) {
    INFO(name);
    const Table values = Values(name, {}, bars);
    CHECK(std::isfinite(values[0][99]));
    for (size_t i = 100; i < bars.high.size(); ++i) REQUIRE(std::isnan(values[0][i]));
  }
  const Table channel = Values("donchian", {{"period", 20}}, bars);
  CHECK(std::isnan(channel[0][119]));
  CHECK(std::isfinite(channel[0][120]));
  CHECK(std::isfinite(channel[2][110]));
}

}  // namespace
}  // namespace mib::indicators
