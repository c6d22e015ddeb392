#pragma once

// What the tests of chart patterns share: bars drawn along a path or walked at random, and what is found in them.

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <random>
#include <span>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "mib/indicators/chart_patterns.h"

namespace mib::indicators {

using Kind = ChartPatternKind;
using State = ChartPatternState;
using Events = std::vector<ChartPattern>;

/// "bar:price bar:price ...", in order.
inline std::vector<PatternPoint> Path(const std::string& text) {
  std::vector<PatternPoint> path;
  std::istringstream in(text);
  PatternPoint point;
  char colon;
  while (in >> point.bar >> colon >> point.price) path.push_back(point);
  return path;
}

/// Bars along a path of straight lines, with noise on every close and a wick at both ends of every bar.
inline std::vector<Ohlcv> Draw(const std::vector<PatternPoint>& path, uint64_t seed, double noise = 0.3) {
  std::mt19937_64 random(seed);
  const auto uniform = [&] { return static_cast<double>(random() >> 11) * 0x1p-53; };
  std::vector<Ohlcv> bars;
  double previous = path.front().price;
  for (size_t i = 0; i + 1 < path.size(); ++i) {
    const double slope = (path[i + 1].price - path[i].price) / static_cast<double>(path[i + 1].bar - path[i].bar);
    for (int64_t t = path[i].bar; t < path[i + 1].bar; ++t) {
      const double close = path[i].price + slope * static_cast<double>(t - path[i].bar) + noise * (2 * uniform() - 1);
      bars.push_back({previous, std::max(previous, close) + noise * uniform(),
                      std::min(previous, close) - noise * uniform(), close, 1000});
      previous = close;
    }
  }
  return bars;
}

inline std::vector<PatternPoint> UpsideDown(std::vector<PatternPoint> path) {
  for (PatternPoint& point : path) point.price = 200 - point.price;
  return path;
}

inline Events Find(std::span<const Ohlcv> bars) {
  auto events = FindChartPatterns(bars, {});
  REQUIRE(events.ok());
  return *std::move(events);
}

inline Events OfKind(const Events& events, Kind kind) {
  Events found;
  for (const ChartPattern& event : events) {
    if (event.kind == kind) found.push_back(event);
  }
  return found;
}

/// Bars of six steps each, up and down by at most a hundredth.
inline std::vector<Ohlcv> Walk(uint64_t seed, size_t length) {
  std::mt19937_64 random(seed);
  const auto step = [&] { return 0.01 * (static_cast<double>(random() >> 11) * 0x1p-52 - 1); };
  std::vector<Ohlcv> bars;
  double price = 100;
  while (bars.size() < length) {
    Ohlcv bar{price, price, price, price, 1};
    for (int i = 0; i < 6; ++i) {
      price *= 1 + step();
      bar.high = std::max(bar.high, price);
      bar.low = std::min(bar.low, price);
    }
    bar.close = price;
    bars.push_back(bar);
  }
  return bars;
}

/// Bars without range.
inline std::vector<Ohlcv> Points(const std::vector<double>& closes) {
  std::vector<Ohlcv> bars;
  for (const double close : closes) bars.push_back({close, close, close, close, 1});
  return bars;
}

}  // namespace mib::indicators
