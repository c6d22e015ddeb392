#pragma once

#include "kit/extremes.h"
#include "kit/finite.h"

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
    const double range = FiniteOrNan(highest_.value() - lowest_.value());
    const double height = FiniteOrNan(close - lowest_.value());
    value_ = 100 * RatioOrZero(height, range <= noise_ ? 0 : range);
    return full;
  }
  double value() const { return value_; }

 private:
  WindowMax highest_;
  WindowMin lowest_;
  double noise_;
  double value_ = 0;
};

}  // namespace mib::indicators
