#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>
#include <cmath>

#include "mib/indicators/averages/any_average.h"
#include "series.h"

namespace mib::indicators {
namespace {

using Catch::Approx;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

Table Values(std::string_view name, const std::map<std::string, double>& given, const Bars& bars) {
  const Definition* definition = Registry::Find(name);
  REQUIRE(definition != nullptr);
  return Batch(*definition, *definition->Resolve(given), bars);
}
double Last(std::string_view name, const std::map<std::string, double>& given, const Bars& bars) {
  return Values(name, given, bars)[0].back();
}

TEST_CASE("Moving averages have the values of hand computation", "[unit][indicators]") {
  const Bars bars = StillBars({1, 2, 4, 8});
  CHECK(Last("wma", {{"period", 3}}, bars) == Approx((2 * 1 + 4 * 2 + 8 * 3) / 6.0));
  // Weights 1, 2, 2, 1.
  CHECK(Last("trima", {{"period", 4}}, bars) == Approx((1 + 2 * 2 + 2 * 4 + 8) / 6.0));
  CHECK(Last("midpoint", {{"period", 3}}, bars) == 5);
  // 1.5, then 2/3 of the way to 4 and to 8, and again from the mean of the first two averages.
  const double first = 1.5, second = first + (4 - first) * 2 / 3, third = second + (8 - second) * 2 / 3;
  const double seed = (first + second) / 2;
  CHECK(Last("dema", {{"period", 2}}, bars) == Approx(2 * third - (seed + (third - seed) * 2 / 3)));
  // Straight up: the ratio is 1, the weight 4/9, and it begins at 2.
  CHECK(Values("kama", {{"period", 2}}, bars)[0][2] == Approx(2 + (4 - 2) * 4 / 9.0));
}

TEST_CASE("Without any movement an oscillator is 0, as TA-Lib's", "[unit][indicators]") {
  Bars bars = StillBars(std::vector<double>(100, 101.1));
  bars.volume.assign(100, 0);
  for (const std::string_view name :
       {"stoch", "stochf", "stochrsi", "cci", "willr", "cmo",    "ultosc",  "bop", "tsi", "mom",
        "roc",   "rocp",   "trix",     "ppo", "apo",   "fisher", "coppock", "kst", "dpo", "pvo"}) {
    INFO(name);
    for (const auto& column : Values(name, {}, bars)) CHECK(column.back() == Approx(0).margin(1e-12));
  }
  CHECK(Last("rocr", {}, bars) == 1);
  CHECK(Last("rocr100", {}, bars) == 100);
  CHECK(Last("vwma", {}, bars) == 101.1);
}

TEST_CASE("A rate of change from 0 is 0", "[unit][indicators]") {
  for (const std::string_view name : {"roc", "rocp", "rocr", "rocr100"}) {
    CHECK(Last(name, {{"period", 1}}, StillBars({0, 5})) == 0);
  }
}

TEST_CASE("Aroon takes the newest of equal extremes", "[unit][indicators]") {
  const Table values = Values("aroon", {{"period", 4}}, StillBars({5, 7, 1, 7, 1}));
  CHECK(values[0].back() == 100);
  CHECK(values[1].back() == 75);
  CHECK(Last("aroonosc", {{"period", 4}}, StillBars({5, 7, 1, 7, 1})) == -25);
}

TEST_CASE("Over a window, what is no number passes when it leaves", "[unit][indicators]") {
  Bars bars = HostileBars()["walk"];
  bars.high[100] = kNone;
  bars.low[140] = -std::numeric_limits<double>::infinity();
  for (const std::string_view name : {"willr", "stoch", "aroon", "cci", "midprice", "ultosc"}) {
    INFO(name);
    for (const auto& column : Values(name, {}, bars)) {
      CHECK(std::isfinite(column[99]));
      CHECK(std::isfinite(column[135]));
      CHECK(std::isfinite(column[180]));
    }
  }
  CHECK(std::isnan(Values("willr", {}, bars)[0][105]));
  CHECK(std::isnan(Values("stoch", {}, bars)[0][141]));
  CHECK(std::isnan(Values("aroon", {}, bars)[1][105]));
}

TEST_CASE("A close that is no number is none either where there is no range", "[unit][indicators]") {
  Bars bars = StillBars(std::vector<double>(40, 101.1));
  bars.close.back() = kNone;
  for (const std::string_view name : {"willr", "stochf", "bop", "roc", "ultosc", "cci", "ppo"}) {
    INFO(name);
    CHECK(std::isnan(Last(name, {}, bars)));
  }
}

TEST_CASE("Parameters that do not go together are refused with their names", "[unit][indicators]") {
  for (const std::string_view name : {"apo", "ppo", "pvo", "macdext"}) {
    const auto params = Registry::Find(name)->Resolve({{"fast", 30}});
    REQUIRE_FALSE(params.ok());
    CHECK(std::string(params.status().message()).find("fast") != std::string::npos);
  }
  CHECK_FALSE(Registry::Find("ultosc")->Resolve({{"short", 20}}).ok());
  CHECK_FALSE(Registry::Find("apo")->Resolve({{"ma_type", 9}}).ok());
}

TEST_CASE("An average of period 1 is the value itself, whatever its kind", "[unit][indicators]") {
  for (int type = 0; type < AnyAverage::kTypes; ++type) {
    AnyAverage average(type, 1);
    CHECK(AnyAverage::WarmUp(type, 1) == 1);
    REQUIRE(average.Push(3.25));
    CHECK(average.value() == 3.25);
  }
}

}  // namespace
}  // namespace mib::indicators
