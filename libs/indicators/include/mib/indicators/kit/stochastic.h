#pragma once

#include <cstddef>

#include "mib/indicators/kit/extremes.h"
#include "mib/indicators/kit/finite.h"
#include "mib/indicators/kit/lanes.h"

namespace mib::indicators {

/// Lane's stochastic: where the close stands in the range of the last `period` bars, 0 at the lowest low and 100 at the
/// highest high; 0 where there is no range, as in TA-Lib.
class Stochastic {
 public:
  /// A range up to `noise` counts as none.
  explicit Stochastic(int period, double noise = 0) : highest_(period), lowest_(period), noise_(noise) {}

  /// True once there are `period` bars.
  bool Push(double high, double low, double close) {
    highest_.Push(high);
    const bool full = lowest_.Push(low);
    value_ = Of(highest_.value(), lowest_.value(), close, noise_);
    return full;
  }
  double value() const { return value_; }

  /// Push for `count` bars after the first that gave a value; all bars before lie in front of `high` and `low`.
  void Run(const double* high, const double* low, const double* close, size_t count, double* values) {
    double lowest[kBlock];
    highest_.Run(high, count, values);
    lowest_.Run(low, count, lowest);
    const double noise = noise_;
    for (size_t i = 0; i < count; ++i) values[i] = Of(values[i], lowest[i], close[i], noise);
  }

 private:
  static MIB_ALWAYS_INLINE double Of(double highest, double lowest, double close, double noise) {
    const double range = FiniteOrNan(highest - lowest);
    const double height = FiniteOrNan(close - lowest);
    return 100 * RatioOrZero(height, range <= noise ? 0 : range);
  }

  WindowMax highest_;
  WindowMin lowest_;
  double noise_;
  double value_ = 0;
};

}  // namespace mib::indicators
