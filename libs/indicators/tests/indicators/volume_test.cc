// Volume by hand, and what its indicators give without any.

#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>
#include <cmath>

#include "series.h"

namespace mib::indicators {
namespace {

using Catch::Approx;

Table Values(std::string_view name, const std::map<std::string, double>& given, const Bars& bars) {
  const Definition* definition = Registry::Find(name);
  REQUIRE(definition != nullptr);
  return Batch(*definition, *definition->Resolve(given), bars);
}

TEST_CASE("On-balance volume takes the side of the close, and none where it stands still", "[unit][indicators]") {
  Bars bars = StillBars({10, 11, 11, 9});
  bars.volume = {5, 7, 100, 2};
  CHECK(Values("obv", {}, bars)[0] == std::vector<double>{5, 12, 12, 10});
}

TEST_CASE("Accumulation is the volume by the place of the close in the range", "[unit][indicators]") {
  Bars bars;
  bars.high = {10, 10, 10, 10};
  bars.low = {8, 8, 8, 10};
  bars.close = {10, 8, 9.5, 10};
  bars.volume = {4, 1, 8, 1000};
  CHECK(Values("ad", {}, bars)[0] == std::vector<double>{4, 3, 7, 7});
  CHECK(Values("cmf", {{"period", 3}}, bars)[0][2] == Approx(7 / 13.0));
  // Averages of 4, 3, 7 and 7 that begin at 4, with weights 2/3 and 1/2.
  const double fast = 4 - 2 / 3.0, slow = 3.5;
  CHECK(Values("adosc", {{"fast", 2}, {"slow", 3}}, bars)[0][2] ==
        Approx(fast + (7 - fast) * 2 / 3 - (slow + (7 - slow) / 2)));
}

TEST_CASE("The money flow index weighs rising bars against falling ones", "[unit][indicators]") {
  Bars bars = StillBars({10, 12, 11, 11, 13});
  bars.volume = {1, 2, 3, 100, 4};
  // 24 up, 33 down, the third does not count.
  CHECK(Values("mfi", {{"period", 3}}, bars)[0][3] == Approx(100 * 24 / 57.0));
  CHECK(Values("mfi", {{"period", 3}}, bars)[0][4] == Approx(100 * 52 / 85.0));
}

TEST_CASE("Typical prices that differ by rounding alone are equal", "[unit][indicators]") {
  Bars bars;
  // Each sums to 299.91, not all to the same bits.
  bars.high = {100.02, 99.99, 100.02, 99.99};
  bars.low = {99.94, 99.93, 99.94, 99.93};
  bars.close = {99.95, 99.99, 99.95, 99.99};
  bars.volume = {1, 1, 1, 1};
  CHECK(Values("mfi", {{"period", 2}}, bars)[0][3] == 0);
}

TEST_CASE("The volume-weighted price runs from the first bar on", "[unit][indicators]") {
  Bars bars = StillBars({10, 20, 40});
  bars.volume = {0, 3, 1};
  CHECK(Values("vwap", {}, bars)[0] == std::vector<double>{0, 20, 25});
}

TEST_CASE("Volume indices move on rising or falling volume only", "[unit][indicators]") {
  Bars bars = StillBars({10, 11, 22, 33});
  bars.volume = {5, 6, 3, 3};
  const std::vector<double> rising = Values("pvi", {}, bars)[0];
  const std::vector<double> falling = Values("nvi", {}, bars)[0];
  CHECK(rising[0] == 1000);
  CHECK(rising[1] == Approx(1100));
  CHECK(rising[3] == Approx(1100));
  CHECK(falling[1] == 1000);
  CHECK(falling[2] == Approx(2000));
  CHECK(falling[3] == Approx(2000));
}

TEST_CASE("The force index is an average of moves times volume", "[unit][indicators]") {
  Bars bars = StillBars({10, 12, 11, 12});
  bars.volume = {9, 2, 3, 4};
  // 4 and -3 make 0.5; 4 comes next with weight 2/3.
  CHECK(Values("force_index", {{"period", 2}}, bars)[0][2] == Approx(0.5));
  CHECK(Values("force_index", {{"period", 2}}, bars)[0][3] == Approx(0.5 + 3.5 * 2 / 3));
}

TEST_CASE("Without volume a flow is 0", "[unit][indicators]") {
  Bars bars = HostileBars()["walk"];
  bars.volume.assign(bars.volume.size(), 0);
  for (const std::string_view name : {"obv", "ad", "adosc", "cmf", "mfi", "vwap", "force_index"}) {
    INFO(name);
    CHECK(Values(name, {}, bars)[0].back() == 0);
  }
  for (const std::string_view name : {"nvi", "pvi"}) CHECK(Values(name, {}, bars)[0].back() == 1000);
}

TEST_CASE("A volume that is not finite spoils a running total for good, and a window as long as it is in it",
          "[unit][indicators]") {
  Bars bars = HostileBars()["walk"];
  bars.volume[100] = std::numeric_limits<double>::infinity();
  for (const std::string_view name : {"obv", "ad", "adosc", "nvi", "pvi"}) {
    INFO(name);
    const Table values = Values(name, {}, bars);
    CHECK(std::isfinite(values[0][99]));
    CHECK(std::isnan(values[0][101]));
    CHECK(std::isnan(values[0].back()));
  }
  for (const std::string_view name : {"cmf", "mfi"}) {
    const Table values = Values(name, {{"period", 10}}, bars);
    CHECK(std::isnan(values[0][109]));
    CHECK(std::isfinite(values[0][110]));
  }
}

}  // namespace
}  // namespace mib::indicators
