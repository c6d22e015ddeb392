#include <catch2/catch_test_macros.hpp>
#include <cmath>

#include "columns.h"
#include "series.h"

namespace mib::indicators {
namespace {

void CheckNear(const std::vector<double>& actual, const std::vector<double>& expected, double scale) {
  REQUIRE(actual.size() == expected.size());
  for (size_t i = 0; i < actual.size(); ++i) {
    INFO("row " << i << ": " << actual[i] << " for " << expected[i]);
    REQUIRE(std::isnan(actual[i]) == std::isnan(expected[i]));
    if (!std::isnan(expected[i])) REQUIRE(std::abs(actual[i] - expected[i]) <= scale * 1e-13);
  }
}

TEST_CASE("Indicators agree with an independent computation in decimal arithmetic", "[unit][indicators]") {
  auto expected = ReadColumns(std::string(MIB_TESTDATA) + "/expected.csv");
  const std::vector<double> closes = expected.at("close");
  for (const std::string_view name : {"sma", "ema", "rsi", "macd", "bollinger"}) {
    const Definition* definition = Registry::Find(name);
    const Table values = Batch(*definition, *definition->Resolve({}), closes);
    for (size_t c = 0; c < values.size(); ++c) {
      INFO(definition->name << "." << definition->outputs[c]);
      const std::string column(definition->outputs[c]);
      // Prices are near 200, a percentage near 100; percent_b divides by a width that may be a hundredth of the price.
      CheckNear(values[c], expected.at(column), column == "percent_b" ? 1e4 : 200);
    }
  }
}

}  // namespace
}  // namespace mib::indicators
