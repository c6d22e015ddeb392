#pragma once

#include <array>
#include <bit>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <random>
#include <string_view>
#include <vector>

#include "candlesticks/candlesticks.h"
#include "candlesticks/pattern.h"

namespace mib::indicators {

struct Candle {
  double open, high, low, close;
};

/// Columns of bars.
struct CandleBars {
  CandleBars() = default;
  CandleBars(std::initializer_list<Candle> candles) {
    for (const Candle& candle : candles) Add(candle);
  }

  void Add(const Candle& candle) {
    columns[0].push_back(candle.open);
    columns[1].push_back(candle.high);
    columns[2].push_back(candle.low);
    columns[3].push_back(candle.close);
  }
  void Append(const CandleBars& bars) {
    for (size_t i = 0; i < bars.size(); ++i) Add(bars[i]);
  }
  Candle operator[](size_t i) const { return {columns[0][i], columns[1][i], columns[2][i], columns[3][i]}; }
  size_t size() const { return columns[0].size(); }

  std::array<std::vector<double>, 4> columns;
};

inline const std::vector<Definition>& Candlesticks() {
  static const auto* const definitions = new std::vector<Definition>(CandlestickDefinitions());
  return *definitions;
}

inline const Definition& Candlestick(std::string_view name) {
  for (const Definition& definition : Candlesticks()) {
    if (definition.name == name) return definition;
  }
  FAIL("there is no " << name);
  return Candlesticks().front();
}

inline std::vector<double> DefaultsOf(const Definition& definition) {
  std::vector<double> params;
  for (const Parameter& parameter : definition.parameters) params.push_back(parameter.default_value);
  return params;
}

inline std::vector<double> BatchOf(const Definition& definition, const CandleBars& bars, Params params) {
  std::vector<double> values(bars.size());
  const std::vector<std::span<const double>> in(bars.columns.begin(), bars.columns.end());
  const std::span<double> out(values);
  definition.batch(params, in, {&out, 1});
  return values;
}
inline std::vector<double> BatchOf(const Definition& definition, const CandleBars& bars) {
  return BatchOf(definition, bars, DefaultsOf(definition));
}

/// With NaN while Update has no value.
inline std::vector<double> StreamOf(const Definition& definition, const CandleBars& bars) {
  const auto indicator = definition.make(DefaultsOf(definition));
  std::vector<double> values;
  for (size_t i = 0; i < bars.size(); ++i) {
    const Candle c = bars[i];
    const std::array<double, 4> in{c.open, c.high, c.low, c.close};
    double value = 0;
    values.push_back(indicator->Update(in, {&value, 1}) ? value : std::numeric_limits<double>::quiet_NaN());
  }
  return values;
}

/// The value at the last bar.
inline double LastOf(std::string_view name, const CandleBars& bars) { return BatchOf(Candlestick(name), bars).back(); }

/// So many candles with body 4 and shadows 1 at `price`, first white, then by turns: a long body is more than 4, a very
/// short shadow less than 0.6, a doji's body at most 0.6, near within 1.2, equal within 0.3, far beyond 3.6.
inline CandleBars OrdinaryCandles(int count, double price = 100) {
  CandleBars bars;
  for (int i = 0; i < count; ++i) {
    const double sign = i % 2 == 0 ? 1 : -1;
    bars.Add({price - 2 * sign, price + 3, price - 3, price + 2 * sign});
  }
  return bars;
}

/// A seeded walk in small whole ticks of a quarter: gaps, equal prices and bodies without shadows are frequent.
inline CandleBars CandleSteps(uint64_t seed, int count) {
  std::mt19937_64 random(seed);
  const auto draw = [&](uint64_t below) { return static_cast<double>(random() % below) / 4; };
  CandleBars bars;
  double price = 1000;
  for (int i = 0; i < count; ++i) {
    const double open = price + (random() % 2 == 0 ? 0 : draw(17) - 2);
    const double close = open + (random() % 3 == 0 ? draw(3) - 0.25 : draw(33) - 4);
    const double up = random() % 2 == 0 ? 0 : draw(12);
    const double down = random() % 2 == 0 ? 0 : draw(12);
    bars.Add({open, std::max(open, close) + up, std::min(open, close) - down, close});
    price = close > 500 && close < 2000 ? close : 1000;
  }
  return bars;
}

/// Equal in every bit; says where not.
inline void RequireSame(const std::vector<double>& a, const std::vector<double>& b) {
  REQUIRE(a.size() == b.size());
  for (size_t i = 0; i < a.size(); ++i) {
    if (std::bit_cast<uint64_t>(a[i]) == std::bit_cast<uint64_t>(b[i])) continue;
    FAIL("bar " << i << ": " << a[i] << " and " << b[i]);
  }
}

}  // namespace mib::indicators
