#pragma once

#include <algorithm>
#include <cstdint>
#include <span>

#include "mib/indicators/chart_patterns.h"
#include "tolerances.h"

namespace mib::indicators {

struct PriceLine {
  int64_t bar = 0;
  double price = 0;
  double slope = 0;

  double At(int64_t at) const { return price + slope * static_cast<double>(at - bar); }
  static PriceLine Level(double price) { return {0, price, 0}; }
  static PriceLine Through(const Swing& a, const Swing& b) {
    return {a.at, a.price, (b.price - a.price) / static_cast<double>(b.at - a.at)};
  }
};

/// A pattern and what moves it on.
struct Formation {
  ChartPattern pattern;
  PriceLine breakout;
  PriceLine invalidation;
  /// Height of the measured move from the breakout; unless `fixed_target`, which then is the target.
  double measure = 0;
  bool has_fixed_target = false;
  double fixed_target = 0;
  /// A close beyond the invalidation line is a breakout too, the other way.
  bool either_way = false;
  /// The last bar at which it can break out.
  int64_t expires = 0;

  int64_t first() const { return pattern.points[0].bar; }
  int64_t last() const { return pattern.points[pattern.point_count - 1].bar; }
};

/// -1 or 1.
inline double Sign(TrendDirection direction) { return direction == TrendDirection::kDown ? -1 : 1; }

inline double Score(double fit, double symmetry, size_t points) {
  const double touches = std::min(1.0, static_cast<double>(points) / kFullTouches);
  return 0.4 * std::clamp(fit, 0.0, 1.0) + 0.4 * std::clamp(symmetry, 0.0, 1.0) + 0.2 * touches;
}

/// Of two spans, the shorter over the longer.
inline double Evenness(int64_t a, int64_t b) {
  return static_cast<double>(std::min(a, b)) / static_cast<double>(std::max({a, b, int64_t{1}}));
}

/// Kind, direction and points; the rest is the matcher's.
inline Formation MakeFormation(ChartPatternKind kind, TrendDirection direction, std::span<const Swing> swings) {
  Formation formation;
  formation.pattern.kind = kind;
  formation.pattern.direction = direction;
  formation.pattern.point_count = swings.size();
  for (size_t i = 0; i < swings.size(); ++i) formation.pattern.points[i] = {swings[i].at, swings[i].price};
  // Nothing for as long as the formation took: its time is over.
  formation.expires = 2 * formation.last() - formation.first();
  return formation;
}

}  // namespace mib::indicators
