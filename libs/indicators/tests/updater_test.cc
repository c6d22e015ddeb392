#include <array>
#include <bit>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "mib/indicators/all/kst.h"
#include "mib/indicators/all/linearreg.h"
#include "mib/indicators/all/macd.h"
#include "mib/indicators/all/rsi.h"
#include "mib/indicators/all/sma.h"
#include "mib/indicators/all/stddev.h"
#include "mib/indicators/all/tsi.h"
#include "mib/indicators/all/vwma.h"
#include "mib/indicators/registry.h"
#include "series.h"

namespace mib::indicators {
namespace {

// What is not a number has many forms.
bool SameBits(double a, double b) {
  return (std::isnan(a) && std::isnan(b)) || std::bit_cast<uint64_t>(a) == std::bit_cast<uint64_t>(b);
}

// Here an updater is compiled with other options than in the library.
template <typename Updater>
void CheckAsByName(const std::string& name, const std::map<std::string, double>& given = {}) {
  INFO(name);
  const Definition* definition = Registry::Find(name);
  REQUIRE(definition != nullptr);
  REQUIRE(definition->inputs.size() == Updater::kInputs);
  REQUIRE(definition->outputs.size() == Updater::kOutputs);
  const std::vector<double> params = *definition->Resolve(given);
  for (const auto& [series, bars] : HostileBars()) {
    INFO(series);
    const Table expected = Stream(*definition, params, bars);
    Updater updater(params);
    for (size_t i = 0; i < bars.close.size(); ++i) {
      std::array<double, Updater::kInputs> in;
      for (size_t c = 0; c < in.size(); ++c) in[c] = bars.Column(definition->inputs[c])[i];
      std::array<double, Updater::kOutputs> out;
      out.fill(std::numeric_limits<double>::quiet_NaN());
      updater.Update(in.data(), out.data());
      for (size_t c = 0; c < out.size(); ++c) REQUIRE(SameBits(out[c], expected[c][i]));
    }
  }
}

TEST_CASE("An Updater compiled into a loop of its own has the bits of the indicator by its name",
          "[unit][indicators]") {
  CheckAsByName<sma::Updater>("sma");
  CheckAsByName<stddev::Updater>("stddev", {{"period", 21}});
  CheckAsByName<linearreg::Updater>("linearreg");
  CheckAsByName<vwma::Updater>("vwma", {{"period", 300}});
  CheckAsByName<rsi::Updater>("rsi");
  CheckAsByName<macd::Updater>("macd");
  CheckAsByName<tsi::Updater>("tsi");
  CheckAsByName<kst::Updater>("kst");
}

}  // namespace
}  // namespace mib::indicators
