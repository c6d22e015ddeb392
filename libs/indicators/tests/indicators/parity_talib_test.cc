// Values of TA-Lib on every bar. Checked where MIB_TALIB_ORACLE names a folder made by testdata/make_parity.py.

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstdlib>
#include <filesystem>

#include "columns.h"
#include "series.h"

namespace mib::indicators {
namespace {

namespace fs = std::filesystem;

constexpr double kRelative = 1e-9;
// What rounding leaves, of the largest value of an output, and of the terms that it is the difference of. TA-Lib slides
// its sums, so that the rounding of all earlier bars stays in them.
constexpr double kRounding = 1e-12;
constexpr double kCancelled = 1e-11;

Bars ReadBars(const fs::path& path) {
  auto columns = ReadColumns(path);
  return {columns.at("open"), columns.at("high"), columns.at("low"), columns.at("close"), columns.at("volume")};
}

/// What TA-Lib says of one indicator: in the first line its name, the first bar to compare, the size of its terms and
/// its parameters; below the outputs.
struct Expected {
  std::string name;
  size_t settled = 0;
  double scale = 0;
  std::map<std::string, double> params;
  std::map<std::string, std::vector<double>> outputs;
};

Expected ReadExpected(const fs::path& path) {
  std::ifstream file(path);
  Expected expected;
  std::string line, text;
  std::getline(file, line);
  std::stringstream fields(line);
  std::getline(fields, expected.name, ',');
  std::getline(fields, text, ',');
  expected.settled = std::stoul(text);
  std::getline(fields, text, ',');
  expected.scale = std::stod(text);
  while (std::getline(fields, text, ',')) {
    const size_t equals = text.find('=');
    expected.params[text.substr(0, equals)] = std::stod(text.substr(equals + 1));
  }
  expected.outputs = ReadColumns(file);
  return expected;
}

double Largest(const std::vector<double>& values) {
  double largest = 0;
  for (const double value : values) largest = std::max(largest, std::isfinite(value) ? std::abs(value) : 0);
  return largest;
}

void CheckOutput(const std::vector<double>& actual, const std::vector<double>& expected, size_t settled, double scale) {
  REQUIRE(actual.size() == expected.size());
  const double rounding = std::max(kRounding * Largest(expected), kCancelled * scale);
  size_t first = actual.size();
  size_t different = 0;
  for (size_t i = settled; i < actual.size(); ++i) {
    const bool both_none = std::isnan(actual[i]) && std::isnan(expected[i]);
    if (both_none || std::abs(actual[i] - expected[i]) <= kRelative * std::abs(expected[i]) + rounding) continue;
    first = std::min(first, i);
    ++different;
  }
  if (different == 0) return;
  FAIL_CHECK(different << " differ, the first at bar " << first << ": " << actual[first] << " for " << expected[first]);
}

void CheckFile(const fs::path& path, const Bars& bars) {
  const Expected expected = ReadExpected(path);
  INFO(path.parent_path().stem() << " " << path.stem());
  const Definition* definition = Registry::Find(expected.name);
  CHECK(definition != nullptr);
  if (definition == nullptr) return;
  const auto params = definition->Resolve(expected.params);
  CHECK(params.ok());
  if (!params.ok()) return;
  const Table values = Batch(*definition, *params, bars);
  size_t compared = 0;
  for (size_t c = 0; c < values.size(); ++c) {
    const auto column = expected.outputs.find(std::string(definition->outputs[c]));
    if (column == expected.outputs.end()) continue;
    ++compared;
    INFO("output " << column->first);
    CheckOutput(values[c], column->second, expected.settled, expected.scale);
  }
  CHECK(compared == expected.outputs.size());
}

TEST_CASE("Indicators have TA-Lib's values from its first bar on", "[parity][indicators]") {
  const char* variable = std::getenv("MIB_TALIB_ORACLE");
  if (variable == nullptr) SKIP("MIB_TALIB_ORACLE is not set");
  const fs::path folder = fs::path(variable) / "parity";
  constexpr std::string_view kEnding = ".bars.csv";
  size_t files = 0;
  for (const auto& entry : fs::directory_iterator(folder)) {
    std::string series = entry.path().filename().string();
    if (!series.ends_with(kEnding)) continue;
    series.resize(series.size() - kEnding.size());
    const Bars bars = ReadBars(entry.path());
    for (const auto& file : fs::directory_iterator(folder / series)) {
      CheckFile(file.path(), bars);
      ++files;
    }
  }
  CHECK(files > 0);
}

}  // namespace
}  // namespace mib::indicators
