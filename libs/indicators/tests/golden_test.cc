#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <fstream>
#include <sstream>

#include "series.h"

namespace mib::indicators {
namespace {

// Columns by name; an empty field is NaN.
std::map<std::string, std::vector<double>> ReadColumns(const std::string& path) {
  std::ifstream file(path);
  REQUIRE(file.is_open());
  std::string line;
  std::getline(file, line);
  std::vector<std::string> names;
  std::stringstream header(line);
  for (std::string name; std::getline(header, name, ',');) names.push_back(name);
  std::map<std::string, std::vector<double>> columns;
  while (std::getline(file, line)) {
    std::stringstream fields(line);
    for (const std::string& name : names) {
      std::string text;
      std::getline(fields, text, ',');
      columns[name].push_back(text.empty() ? std::nan("") : std::stod(text));
    }
  }
  return columns;
}

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
  for (const Definition* definition : Registry::All()) {
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
