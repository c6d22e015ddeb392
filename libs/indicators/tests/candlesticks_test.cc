#include <set>
#include <string>

#include "candlesticks/candlestick_scanner.h"
#include "candlesticks_bars.h"

namespace mib::indicators {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

// Steps with bars in between that are no bars.
CandleBars Torn(uint64_t seed, int count) {
  CandleBars bars = CandleSteps(seed, count);
  for (size_t i = 7; i < bars.size(); i += 53) bars.columns[i % 4][i] = i % 3 == 0 ? kInfinity : kNaN;
  return bars;
}

std::vector<double> Slice(const std::vector<double>& values, size_t first, size_t count) {
  const auto begin = values.begin() + static_cast<std::ptrdiff_t>(first);
  return {begin, begin + static_cast<std::ptrdiff_t>(count)};
}

CandleBars Scaled(CandleBars bars, double factor) {
  for (auto& column : bars.columns) {
    for (double& price : column) price *= factor;
  }
  return bars;
}

TEST_CASE("There are the 61 candlestick patterns of TA-Lib, each described", "[unit][candlesticks]") {
  const std::vector<PatternEntry> patterns = AllPatterns();
  const auto& definitions = Candlesticks();
  REQUIRE(definitions.size() == 61);
  REQUIRE(patterns.size() == 61);
  for (size_t i = 0; i < definitions.size(); ++i) {
    const Definition& definition = definitions[i];
    const Pattern& pattern = *patterns[i].pattern;
    INFO(definition.name);
    CHECK(definition.name == pattern.name);
    CHECK((i == 0 || definitions[i - 1].name < definition.name));
    std::string name = "cdl_";
    for (const char c : pattern.talib_name.substr(3)) name += static_cast<char>(std::tolower(c));
    CHECK(definition.name == name);
    CHECK(definition.category == "pattern");
    CHECK(definition.inputs == std::vector{Input::kOpen, Input::kHigh, Input::kLow, Input::kClose});
    CHECK(definition.outputs.size() == 1);
    CHECK(definition.parameters.size() == (pattern.penetration ? 1 : 0));
    CHECK(definition.description.find(pattern.talib_name) != std::string_view::npos);
    CHECK(definition.description.find(pattern.source) != std::string_view::npos);
  }
}

TEST_CASE("Candlesticks: batch and stream agree in every bit", "[unit][candlesticks]") {
  for (const CandleBars& bars :
       {CandleSteps(1, 2'000), Torn(2, 2'000), Scaled(CandleSteps(3, 500), 0), OrdinaryCandles(100), CandleBars{}}) {
    for (const Definition& definition : Candlesticks()) {
      INFO(definition.name);
      RequireSame(BatchOf(definition, bars), StreamOf(definition, bars));
    }
  }
}

TEST_CASE("The scanner gives for every pattern what its indicator gives", "[unit][candlesticks]") {
  for (const CandleBars& bars : {CandleSteps(4, 3'000), Torn(5, 3'000)}) {
    CandlestickScanner scanner;
    std::vector<std::vector<double>> scanned(scanner.names().size());
    std::vector<double> values(scanned.size());
    for (size_t i = 0; i < bars.size(); ++i) {
      const Candle c = bars[i];
      scanner.Update(c.open, c.high, c.low, c.close, values);
      for (size_t p = 0; p < values.size(); ++p) scanned[p].push_back(values[p]);
    }
    for (size_t p = 0; p < scanned.size(); ++p) {
      INFO(scanner.names()[p]);
      REQUIRE(scanner.names()[p] == Candlesticks()[p].name);
      RequireSame(scanned[p], StreamOf(Candlesticks()[p], bars));
    }
  }
}

TEST_CASE("A candlestick value comes after the warm-up and depends on its bars alone", "[unit][candlesticks]") {
  const CandleBars bars = CandleSteps(6, 400);
  for (const Definition& definition : Candlesticks()) {
    INFO(definition.name);
    const auto warm_up = static_cast<size_t>(definition.warm_up({}));
    const std::vector<double> values = BatchOf(definition, bars);
    for (size_t i = 0; i < bars.size(); ++i) {
      REQUIRE(std::isnan(values[i]) == (i + 1 < warm_up));
      if (i + 1 < warm_up) continue;
      CandleBars window;
      for (size_t c = 0; c < 4; ++c) window.columns[c] = Slice(bars.columns[c], i + 1 - warm_up, warm_up);
      REQUIRE(BatchOf(definition, window).back() == values[i]);
    }
  }
}

TEST_CASE("Prices in another unit have the same candlestick patterns", "[unit][candlesticks]") {
  const CandleBars bars = CandleSteps(7, 2'000);
  for (const Definition& definition : Candlesticks()) {
    INFO(definition.name);
    const std::vector<double> values = BatchOf(definition, bars);
    for (const int power : {-300, -1, 40, 900}) {
      RequireSame(BatchOf(definition, Scaled(bars, std::ldexp(1.0, power))), values);
    }
  }
}

TEST_CASE("A bar that is not finite makes candlesticks 0 until no pattern can see it", "[unit][candlesticks]") {
  constexpr size_t kBad = 200;
  const CandleBars bars = CandleSteps(8, 400);
  for (const double bad : {kNaN, kInfinity, -kInfinity}) {
    for (size_t column = 0; column < 4; ++column) {
      CandleBars torn = bars;
      torn.columns[column][kBad] = bad;
      for (const Definition& definition : Candlesticks()) {
        INFO(definition.name << " column " << column);
        const auto warm_up = static_cast<size_t>(definition.warm_up({}));
        std::vector<double> expected = BatchOf(definition, bars);
        std::fill_n(expected.begin() + kBad, warm_up, 0.0);
        RequireSame(BatchOf(definition, torn), expected);
      }
    }
  }
}

TEST_CASE("The values of candlesticks are on TA-Lib's scale", "[unit][candlesticks]") {
  const std::set<double> scale{-200, -100, -80, 0, 80, 100, 200};
  for (const Definition& definition : Candlesticks()) {
    INFO(definition.name);
    for (const double value : BatchOf(definition, CandleSteps(9, 3'000))) {
      if (!std::isnan(value)) REQUIRE(scale.count(value) == 1);
    }
  }
}

TEST_CASE("Still prices are dojis and nothing that needs a body or a shadow", "[unit][candlesticks]") {
  CandleBars still;
  for (int i = 0; i < 40; ++i) still.Add({101.1, 101.1, 101.1, 101.1});
  for (const Definition& definition : Candlesticks()) {
    INFO(definition.name);
    CHECK(BatchOf(definition, still).back() == (definition.name == "cdl_doji" ? 100 : 0));
  }
}

TEST_CASE("A penetration out of its range is refused", "[unit][candlesticks]") {
  const Definition& star = Candlestick("cdl_morningstar");
  CHECK(star.Resolve({})->front() == 0.3);
  CHECK(star.Resolve({{"penetration", 0}}).ok());
  CHECK_FALSE(star.Resolve({{"penetration", -0.1}}).ok());
  CHECK_FALSE(star.Resolve({{"penetration", kNaN}}).ok());
  CHECK_FALSE(Candlestick("cdl_doji").Resolve({{"penetration", 0.3}}).ok());
}

}  // namespace
}  // namespace mib::indicators
