#pragma once

#include <cmath>
#include <cstddef>

#include "mib/indicators/kit/lanes.h"

namespace mib::indicators {

/// The range of a bar widened to the close before it: the greatest of high - low, |high - previous close| and |low -
/// previous close|. J. W. Wilder, New Concepts in Technical Trading Systems (1978).
class TrueRange {
 public:
  /// False for the first bar, which has no close before it. A value that is not finite makes the ranges it touches NaN.
  bool Push(double high, double low, double close) {
    value_ = Of(high, low, previous_close_);
    previous_close_ = close;
    if (begun_) return true;
    begun_ = true;
    return false;
  }
  double value() const { return value_; }

  /// Push for `count` bars after the first; the close before them lies in front of `close`.
  static void Run(const double* high, const double* low, const double* close, size_t count, double* ranges);

 private:
  static MIB_ALWAYS_INLINE double Of(double high, double low, double previous_close) {
    const double range = high - low;
    const double up = std::abs(high - previous_close);
    const double down = std::abs(low - previous_close);
    const double reach = up > down ? up : down;
    // 0, or NaN where a value is not finite.
    const double spoilt = 0 * (range + up + down);
    return (range > reach ? range : reach) + spoilt;
  }

  double previous_close_ = 0;
  double value_ = 0;
  bool begun_ = false;
};

}  // namespace mib::indicators
