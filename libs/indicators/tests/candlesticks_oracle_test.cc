// Every value of TA-Lib on every bar. Checked where MIB_TALIB_ORACLE names a folder made by
// oracle/make_candlesticks.py; and a published table of SPY where MIB_REFERENCE_DATA names the folder with recorded
// data.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

#include "candlesticks_bars.h"

namespace mib::indicators {
namespace {

using Row = std::vector<std::string>;

std::vector<Row> ReadRows(const std::filesystem::path& path) {
  std::ifstream file(path);
  INFO(path);
  REQUIRE(file.is_open());
  std::vector<Row> rows;
  for (std::string line; std::getline(file, line);) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    std::stringstream fields(line);
    rows.emplace_back();
    for (std::string text; std::getline(fields, text, ',');) rows.back().push_back(text);
  }
  return rows;
}

const Definition& ByTalibName(const std::string& name) {
  for (const PatternEntry& entry : AllPatterns()) {
    if (entry.pattern->talib_name == name) return Candlestick(entry.pattern->name);
  }
  FAIL("there is no " << name);
  return Candlesticks().front();
}

std::filesystem::path FolderOf(const char* variable) {
  const char* folder = std::getenv(variable);
  if (folder == nullptr) SKIP(variable << " is not set");
  return folder;
}

CandleBars ReadBars(const std::vector<Row>& rows, size_t first_column) {
  CandleBars bars;
  for (size_t i = 1; i < rows.size(); ++i) {
    const auto price = [&](size_t c) { return std::strtod(rows[i][first_column + c].c_str(), nullptr); };
    bars.Add({price(0), price(1), price(2), price(3)});
  }
  return bars;
}

// Function and penetration (empty for the default) to value by bar.
using Expected = std::map<std::pair<std::string, std::string>, std::map<int, double>>;

Expected ReadExpected(const std::filesystem::path& path) {
  Expected expected;
  const std::vector<Row> rows = ReadRows(path);
  for (size_t i = 1; i < rows.size(); ++i) {
    auto& values = expected[{rows[i][0], rows[i][1]}];
    if (const int bar = std::stoi(rows[i][2]); bar >= 0) values[bar] = std::stod(rows[i][3]);
  }
  return expected;
}

void CheckSeries(const CandleBars& bars, const Expected& expected) {
  for (const auto& [run, values] : expected) {
    const auto& [function, penetration] = run;
    INFO(function << " " << penetration);
    const Definition& definition = ByTalibName(function);
    std::vector<double> params = DefaultsOf(definition);
    if (!penetration.empty()) params = {std::stod(penetration)};
    const auto warm_up = static_cast<size_t>(definition.warm_up(params));
    std::vector<double> wanted(bars.size(), 0);
    std::fill_n(wanted.begin(), std::min(warm_up - 1, wanted.size()), std::numeric_limits<double>::quiet_NaN());
    for (const auto& [bar, value] : values) wanted[static_cast<size_t>(bar)] = value;
    RequireSame(BatchOf(definition, bars, params), wanted);
  }
}

TEST_CASE("Candlestick patterns have TA-Lib's value on every bar", "[oracle][candlesticks]") {
  const auto folder = FolderOf("MIB_TALIB_ORACLE") / "candlesticks";
  constexpr std::string_view kEnding = ".bars.csv";
  int series = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::string name = entry.path().filename().string();
    if (!name.ends_with(kEnding)) continue;
    name.resize(name.size() - kEnding.size());
    INFO(name);
    const Expected expected = ReadExpected(folder / (name + ".expected.csv"));
    CHECK(expected.size() >= Candlesticks().size());
    CheckSeries(ReadBars(ReadRows(entry.path()), 0), expected);
    ++series;
  }
  CHECK(series > 0);
}

TEST_CASE("The first value of a candlestick pattern comes after TA-Lib's lookback", "[oracle][candlesticks]") {
  const auto rows = ReadRows(FolderOf("MIB_TALIB_ORACLE") / "candlesticks" / "lookback.csv");
  CHECK(rows.size() == Candlesticks().size() + 1);
  for (size_t i = 1; i < rows.size(); ++i) {
    INFO(rows[i][0]);
    CHECK(ByTalibName(rows[i][0]).warm_up({}) == std::stoi(rows[i][1]) + 1);
  }
}

TEST_CASE("The candlestick patterns of SPY are the published ones", "[reference][candlesticks]") {
  const auto path = FolderOf("MIB_REFERENCE_DATA") / "golden/lean/spy_candle_patterns.txt";
  if (!std::filesystem::exists(path)) SKIP("MIB_REFERENCE_DATA holds no golden/lean/spy_candle_patterns.txt");
  const std::vector<Row> rows = ReadRows(path);
  const CandleBars bars = ReadBars(rows, 1);
  int functions = 0;
  for (size_t c = 6; c < rows[0].size(); ++c, ++functions) {
    INFO(rows[0][c]);
    const std::vector<double> values = BatchOf(ByTalibName(rows[0][c]), bars);
    for (size_t i = 0; i < values.size(); ++i) {
      // Trailing empty fields are not read.
      const std::string text = c < rows[i + 1].size() ? rows[i + 1][c] : "";
      INFO("bar " << i << ": " << values[i] << " for " << text);
      if (text.empty()) {
        REQUIRE(std::isnan(values[i]));
      } else if (std::abs(values[i]) == 80 && text == "0") {
        // The table is older than TA-Lib's value for bodies that share an end, which had none then.
        REQUIRE(rows[0][c] == "CDLHARAMI");
      } else {
        REQUIRE(values[i] == std::stod(text));
      }
    }
  }
  CHECK(functions == 61);
}

}  // namespace
}  // namespace mib::indicators
