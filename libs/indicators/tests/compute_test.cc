#include "mib/indicators/compute.h"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <limits>

#include "mib/base/errors.h"
#include "mib/indicators/registry.h"
#include "series.h"

namespace mib::indicators {
namespace {

using Faults = std::map<std::string, std::string>;

const std::vector<double> kFive = {1, 2, 3, 4, 5};
const std::vector<double> kFour = {1, 2, 3, 4};

BarColumns ColumnsOf(const Bars& bars) {
  return {.open = bars.open,
          .high = bars.high,
          .low = bars.low,
          .close = bars.close,
          .volume = bars.volume,
          .open_time = bars.open_time};
}

Faults FaultsOf(std::string_view name, const std::map<std::string, double>& params, const BarColumns& bars) {
  const auto values = Compute(name, params, bars);
  REQUIRE_FALSE(values.ok());
  const api::v1::ErrorDetail detail = errors::DetailOf(values.status());
  CHECK(detail.code() == api::v1::VALIDATION_FAILED);
  Faults faults;
  for (const auto& violation : detail.violations()) faults[violation.field()] = violation.message();
  return faults;
}

TEST_CASE("Compute gives a column per output, with NaN during the warm-up", "[unit][indicators]") {
  const auto values = Compute("minmax", {{"period", 3}}, {.close = kFive});
  REQUIRE(values.ok());
  REQUIRE(values->size() == 2);
  CHECK(std::isnan((*values)[0][1]));
  CHECK((*values)[0][2] == 1);
  CHECK((*values)[1][2] == 3);
  CHECK((*values)[1][4] == 5);
}

TEST_CASE("Compute gives what batch gives, of every indicator", "[unit][indicators]") {
  const Bars bars = HostileBars()["walk"];
  for (const Definition* definition : Registry::All()) {
    INFO(definition->name);
    const auto values = Compute(definition->name, {}, ColumnsOf(bars));
    REQUIRE(values.ok());
    const Table expected = Batch(*definition, *definition->Resolve({}), bars);
    REQUIRE(values->size() == expected.size());
    for (size_t c = 0; c < expected.size(); ++c) {
      REQUIRE((*values)[c].size() == expected[c].size());
      for (size_t i = 0; i < expected[c].size(); ++i)
        REQUIRE(((*values)[c][i] == expected[c][i] || (std::isnan((*values)[c][i]) && std::isnan(expected[c][i]))));
    }
  }
}

TEST_CASE("An indicator that there is not is not found, and near names are told", "[unit][indicators]") {
  const auto values = Compute("bolinger", {}, {.close = kFive});
  const api::v1::ErrorDetail detail = errors::DetailOf(values.status());
  CHECK(detail.code() == api::v1::NOT_FOUND);
  CHECK(detail.details().at("indicator") == "bolinger");
  CHECK(detail.details().at("suggestion") == "bollinger");
}

TEST_CASE("Compute names a bad parameter with its range", "[unit][indicators]") {
  CHECK(FaultsOf("sma", {{"period", 0}}, {.close = kFive}) ==
        Faults{{"period", "must be a whole number from 1 to 5000"}});
  CHECK(FaultsOf("sma", {{"periods", 3}}, {.close = kFive}) ==
        Faults{{"periods", "is no parameter of sma, which has: period"}});
}

TEST_CASE("A column that is missing or of another length is named", "[unit][indicators]") {
  CHECK(FaultsOf("atr", {{"period", 2}}, {.high = kFive, .close = kFour}) ==
        Faults{{"low", "is missing; atr reads it, and there are 5 bars"},
               {"close", "has 4 values, and there are 5 bars"}});
}

TEST_CASE("A column that the indicator does not read is not looked at", "[unit][indicators]") {
  const std::vector<double> nothing(3, std::nan(""));
  CHECK(Compute("sma", {{"period", 2}}, {.high = kFour, .close = kFive, .volume = nothing}).ok());
}

TEST_CASE("Fewer bars than the warm-up are refused with what would do", "[unit][indicators]") {
  CHECK(Compute("sma", {{"period", 5}}, {.close = kFive}).ok());
  CHECK(FaultsOf("sma", {{"period", 6}}, {.close = kFive}) ==
        Faults{{"bars", "sma(period=6) needs 6, and 5 were given"},
               {"period", "must be a whole number from 1 to 5 for 5 bars"}});
  CHECK(FaultsOf("rsi", {{"period", 5000}}, {.close = kFive}).at("period") ==
        "must be a whole number from 2 to 4 for 5 bars");
  CHECK(FaultsOf("sma", {{"period", 1}}, {}) == Faults{{"bars", "sma(period=1) needs 1, and 0 were given"}});
}

TEST_CASE("Where no smaller parameter would do, none is asked for", "[unit][indicators]") {
  // Slow may not go below fast, and a signal of 1 leaves the 26 bars of slow.
  CHECK(FaultsOf("macd", {}, {.close = kFive}) ==
        Faults{{"bars", "macd(fast=12, slow=26, signal=9) needs 34, and 5 were given"}});
  // The kind of average counts no bars.
  CHECK(FaultsOf("apo", {{"fast", 2}, {"slow", 3}, {"ma_type", 8}}, {.close = kFive}) ==
        Faults{{"bars", "apo(fast=2, slow=3, ma_type=8) needs 13, and 5 were given"}});
  CHECK(FaultsOf("cdl_doji", {}, {.open = kFive, .high = kFive, .low = kFive, .close = kFive}) ==
        Faults{{"bars", "cdl_doji() needs 11, and 5 were given"}});
}

TEST_CASE("A value that is not finite is refused with its column and row", "[unit][indicators]") {
  std::vector<double> high = kFive;
  std::vector<double> low = kFive;
  high[3] = std::numeric_limits<double>::quiet_NaN();
  low[1] = low[2] = -std::numeric_limits<double>::infinity();
  CHECK(FaultsOf("atr", {{"period", 2}}, {.high = high, .low = low, .close = kFive}) ==
        Faults{{"high", "must be finite; row 3 is nan"}, {"low", "must be finite; row 1 is -inf"}});
}

TEST_CASE("Values that are not finite are let through for who asks for it", "[unit][indicators]") {
  std::vector<double> closes = kFive;
  closes[2] = std::numeric_limits<double>::infinity();
  const auto values = Compute("sma", {{"period", 2}}, {.close = closes}, {.allow_non_finite = true});
  REQUIRE(values.ok());
  CHECK((*values)[0][1] == 1.5);
  CHECK(std::isnan((*values)[0][2]));
  CHECK(std::isnan((*values)[0][3]));
  CHECK((*values)[0][4] == 4.5);
}

TEST_CASE("Open times that go back are refused with their row, where they are read", "[unit][indicators]") {
  const std::vector<double> level = {60, 120, 120, 180, 240};
  const std::vector<double> back = {60, 120, 180, 179.75, 240};
  BarColumns bars = {.high = kFive, .low = kFive, .close = kFive, .volume = kFive, .open_time = level};
  CHECK(Compute("vwap_session", {}, bars).ok());
  bars.open_time = back;
  CHECK(FaultsOf("vwap_session", {}, bars) == Faults{{"open_time", "must not go back; row 3 is before row 2"}});
  CHECK(Compute("vwap", {}, bars).ok());
  bars.open_time = {};
  CHECK(FaultsOf("vwap_anchored", {}, bars) ==
        Faults{{"open_time", "is missing; vwap_anchored reads it, and there are 5 bars"}});
}

TEST_CASE("Every fault of the columns is named at once", "[unit][indicators]") {
  const std::vector<double> bad = {1, std::nan(""), 3, 4, 5};
  CHECK(FaultsOf("atr", {{"period", 5}}, {.high = kFour, .low = bad, .close = kFive}) ==
        Faults{{"high", "has 4 values, and there are 5 bars"},
               {"low", "must be finite; row 1 is nan"},
               {"bars", "atr(period=5) needs 6, and 5 were given"},
               {"period", "must be a whole number from 1 to 4 for 5 bars"}});
}

}  // namespace
}  // namespace mib::indicators
