// Volume-weighted prices that begin at times, by hand and against testdata/make_vwap.py.

#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>
#include <cmath>

#include "columns.h"
#include "mib/base/errors.h"
#include "series.h"

namespace mib::indicators {
namespace {

using Catch::Approx;

constexpr double kHour = 3600;
constexpr double kDay = 24 * kHour;
// 2024-03-06 00:00 UTC, a Wednesday.
constexpr double kWednesday = 1709683200;

Table Values(std::string_view name, const std::map<std::string, double>& given, const Bars& bars) {
  const Definition* definition = Registry::Find(name);
  REQUIRE(definition != nullptr);
  return Batch(*definition, *definition->Resolve(given), bars);
}

/// One trade of one at each price, at these times.
Bars TradesAt(const std::vector<double>& times, const std::vector<double>& prices) {
  Bars bars = StillBars(prices);
  bars.open_time = times;
  bars.volume.assign(prices.size(), 1);
  return bars;
}

std::vector<double> SessionVwap(const std::map<std::string, double>& given, const Bars& bars) {
  return Values("vwap_session", given, bars)[0];
}

TEST_CASE("A session from 22:00 UTC takes the bars on both sides of midnight", "[unit][indicators]") {
  Bars bars;
  // 21:59, 22:00, 23:59, 00:00, 21:59, 22:00
  for (const double minutes : {-121, -120, -1, 0, 1319, 1320}) bars.open_time.push_back(kWednesday + minutes * 60);
  bars.high = {12, 32, 42, 52, 62, 72};
  bars.low = {9, 29, 39, 49, 59, 69};
  bars.close = {9, 29, 39, 49, 59, 69};
  bars.volume = {7, 1, 3, 4, 2, 5};
  // Typical prices 10, 30, 40, 50, 60, 70.
  CHECK(SessionVwap({{"begins", 1320}}, bars) == std::vector<double>{10, 30, 37.5, 43.75, 47, 70});
  const std::vector<double> days = SessionVwap({}, bars);
  CHECK(days[1] == Approx(100 / 8.0));
  CHECK(days[2] == Approx(220 / 11.0));
  CHECK(days[3] == 50);
  CHECK(days[5] == Approx(670 / 11.0));
}

TEST_CASE("A session begins at its second, and not a moment earlier", "[unit][indicators]") {
  const Bars bars = TradesAt({kWednesday - kHour, kWednesday - 0.25, kWednesday, kWednesday + 0.25}, {1, 3, 10, 30});
  CHECK(SessionVwap({}, bars) == std::vector<double>{1, 2, 10, 20});
}

TEST_CASE("Sessions go on before 1970", "[unit][indicators]") {
  const Bars bars = TradesAt({-kDay - 1, -kDay, -0.5, 0, kDay - 1, kDay}, {1, 2, 4, 8, 10, 32});
  CHECK(SessionVwap({}, bars) == std::vector<double>{1, 2, 3, 8, 9, 32});
  CHECK(SessionVwap({{"minutes", 1}}, bars) == std::vector<double>{1, 2, 4, 8, 10, 32});
}

TEST_CASE("A week begins on Monday, or where it is told to", "[unit][indicators]") {
  constexpr double kMonday = kWednesday + 5 * kDay;
  const Bars bars = TradesAt({kMonday - 3 * kHour, kMonday - 2 * kHour, kMonday - 1, kMonday}, {1, 3, 5, 7});
  CHECK(SessionVwap({{"minutes", 10080}}, bars) == std::vector<double>{1, 2, 3, 7});
  // Sunday 22:00
  CHECK(SessionVwap({{"minutes", 10080}, {"begins", 6 * 1440 + 1320}}, bars) == std::vector<double>{1, 3, 4, 5});
}

TEST_CASE("After days without bars a session begins with the first bar that there is", "[unit][indicators]") {
  const double later = kWednesday + 9 * kDay + 5 * kHour;
  const Bars bars = TradesAt({kWednesday + 5 * kHour, kWednesday + 6 * kHour, later, later + kHour}, {1, 3, 10, 20});
  CHECK(SessionVwap({}, bars) == std::vector<double>{1, 2, 10, 15});
}

TEST_CASE("Minutes must divide a week", "[unit][indicators]") {
  const Definition& definition = *Registry::Find("vwap_session");
  for (const double minutes : {1, 60, 480, 1440, 10080}) CHECK(definition.Resolve({{"minutes", minutes}}).ok());
  const auto detail = errors::DetailOf(definition.Resolve({{"minutes", 390}}).status());
  REQUIRE(detail.violations_size() == 1);
  CHECK(detail.violations(0).field() == "minutes");
  CHECK(detail.violations(0).message() == "must divide a week: 10080, 1440, 480, 240 or 60, for example");
}

TEST_CASE("A session that holds all bars, and an anchor before them, have the mean of the series",
          "[unit][indicators]") {
  Bars bars = HostileBars()["walk"];
  for (size_t i = 0; i < bars.open_time.size(); ++i) bars.open_time[i] = kWednesday + 60 * static_cast<double>(i);
  const std::vector<double> expected = Values("vwap", {}, bars)[0];
  CHECK(SessionVwap({}, bars) == expected);
  CHECK(Values("vwap_anchored", {}, bars)[0] == expected);
}

TEST_CASE("An anchor between bars takes the next one, and there is no number before", "[unit][indicators]") {
  const Bars bars = TradesAt({60, 120, 180, 240}, {1, 3, 5, 7});
  for (const double anchor : {60.5, 119.0, 120.0}) {
    const Table values = Values("vwap_anchored", {{"anchor", anchor}}, bars);
    for (const auto& column : values) CHECK(std::isnan(column[0]));
    CHECK(values[0][1] == 3);
    CHECK(values[0][3] == 5);
  }
  CHECK(std::isnan(Values("vwap_anchored", {{"anchor", 240.25}}, bars)[0][3]));
}

TEST_CASE("Bands stand as many deviations from the mean as asked for", "[unit][indicators]") {
  Bars bars = TradesAt({60, 120, 180}, {10, 20, 20});
  bars.volume = {3, 0, 1};
  const Table values = Values("vwap_session", {{"stddev", 2}}, bars);
  // 12.5 +- 2 * sqrt((3 * 2.5^2 + 7.5^2) / 4)
  CHECK(values[0] == std::vector<double>{10, 10, 12.5});
  CHECK(values[1][1] == 10);
  CHECK(values[1][2] == Approx(12.5 + std::sqrt(75)));
  CHECK(values[2][2] == Approx(12.5 - std::sqrt(75)));
  CHECK(Values("vwap_anchored", {{"anchor", 61}, {"stddev", 3}}, bars)[1][2] == 20);
}

TEST_CASE("Bands meet where the price stands still, and keep their width at a great height", "[unit][indicators]") {
  for (const std::string name : {"flat", "still at height"}) {
    Bars bars = StillBars(HostileSeries()[name]);
    bars.volume.assign(bars.volume.size(), 7);
    // An even number of bars, so that half of them stand at each of the two prices.
    const Table values = Values("vwap_anchored", {{"stddev", 4}}, bars);
    INFO(name);
    CHECK(values[1].back() - values[0].back() == Approx(name == "flat" ? 0 : 2).margin(1e-9));
  }
  // All but a trace of the volume in one bar.
  Bars bars = TradesAt({60, 120}, {1e13, 0.1});
  bars.volume = {1e-12, 1e12};
  CHECK(std::isfinite(Values("vwap_session", {}, bars)[1][1]));
}

TEST_CASE("Before a session has volume all are 0", "[unit][indicators]") {
  Bars bars = TradesAt({kWednesday, kWednesday + 60, kWednesday + kDay, kWednesday + kDay + 60}, {10, 20, 30, 40});
  bars.volume = {0, 2, 0, 1};
  for (const auto& column : Values("vwap_session", {}, bars)) CHECK(column == std::vector<double>{0, 20, 0, 40});
}

TEST_CASE("A value that is not finite spoils its session, and what follows an anchor", "[unit][indicators]") {
  Bars bars = TradesAt({60, 120, 180, 60 + kDay, 120 + kDay}, {1, std::nan(""), 3, 4, 6});
  const auto session = SessionVwap({}, bars);
  CHECK(session[0] == 1);
  CHECK(std::isnan(session[1]));
  CHECK(std::isnan(session[2]));
  CHECK(session[4] == 5);
  const auto anchored = Values("vwap_anchored", {}, bars)[0];
  CHECK(anchored[0] == 1);
  CHECK(std::isnan(anchored[4]));
  // Before the anchor it does not count.
  CHECK(Values("vwap_anchored", {{"anchor", 180}}, bars)[0][2] == 3);
}

TEST_CASE("After a time that cannot be told, a session is known when its beginning is seen", "[unit][indicators]") {
  for (const double unknown : {std::nan(""), std::numeric_limits<double>::infinity(), -1e300}) {
    // It may be a bar of either day.
    const Bars bars = TradesAt({kDay - 60, unknown, kDay, kDay + 60, 2 * kDay, 2 * kDay + 60}, {1, 2, 4, 6, 8, 10});
    const auto session = SessionVwap({}, bars);
    CHECK(session[0] == 1);
    for (const size_t i : {1u, 2u, 3u}) CHECK(std::isnan(session[i]));
    CHECK(session[4] == 8);
    CHECK(session[5] == 9);
    if (std::abs(unknown) < 1e301) continue;
    // It may be one of those that the anchor leaves out.
    const auto anchored = Values("vwap_anchored", {{"anchor", kDay}}, bars)[0];
    for (const size_t i : {0u, 1u, 2u, 5u}) CHECK(std::isnan(anchored[i]));
  }
}

TEST_CASE("Volume-weighted prices agree with fractions, whatever the session", "[unit][indicators]") {
  auto expected = ReadColumns(std::string(MIB_TESTDATA) + "/vwap.csv");
  Bars bars;
  bars.open_time = expected.at("open_time");
  bars.high = expected.at("high");
  bars.low = expected.at("low");
  bars.close = expected.at("close");
  bars.volume = expected.at("volume");
  struct Case {
    std::string column;
    std::string_view name;
    std::map<std::string, double> given;
  };
  for (const auto& [column, name, given] : {
           Case{"day", "vwap_session", {}},
           {"evening", "vwap_session", {{"begins", 1320}}},
           {"hour", "vwap_session", {{"minutes", 60}}},
           {"week", "vwap_session", {{"minutes", 10080}}},
           {"sunday", "vwap_session", {{"minutes", 10080}, {"begins", 6 * 1440 + 1320}}},
           {"epoch", "vwap_anchored", {}},
           // 2024-03-05 01:02:03 and 2024-03-08 14:30
           {"between", "vwap_anchored", {{"anchor", 1709600523}}},
           {"at", "vwap_anchored", {{"anchor", 1709908200}}},
       }) {
    std::map<std::string, double> with_bands = given;
    with_bands["stddev"] = 2.5;
    const Table values = Values(name, with_bands, bars);
    for (const size_t c : {0u, 1u}) {
      const std::vector<double>& exact = expected.at(column + (c == 0 ? ".vwap" : ".upper"));
      for (size_t i = 0; i < exact.size(); ++i) {
        INFO(column << " output " << c << " row " << i << ": " << values[c][i] << " for " << exact[i]);
        REQUIRE(std::isnan(values[c][i]) == std::isnan(exact[i]));
        if (!std::isnan(exact[i])) REQUIRE(std::abs(values[c][i] - exact[i]) <= (c == 0 ? 1e-12 : 1e-10) * exact[i]);
      }
    }
  }
}

}  // namespace
}  // namespace mib::indicators
