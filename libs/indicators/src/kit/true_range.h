#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

namespace mib::indicators {

/// The range of a bar widened to the close before it: the greatest of high - low, |high - previous close| and |low -
/// previous close|. J. W. Wilder, New Concepts in Technical Trading Systems (1978).
class TrueRange {
 public:
  /// False for the first bar, which has no close before it. A value that is not finite makes the ranges it touches NaN.
  bool Push(double high, double low, double close) {
    const double previous = previous_close_;
    previous_close_ = close;
    if (!begun_) {
      begun_ = true;
      return false;
    }
    const double range = high - low;
    const double up = std::abs(high - previous);
    const double down = std::abs(low - previous);
    value_ = std::isfinite(range + up + down) ? std::max({range, up, down}) : std::numeric_limits<double>::quiet_NaN();
    return true;
  }
  double value() const { return value_; }

 private:
  double previous_close_ = 0;
  double value_ = 0;
  bool begun_ = false;
};

}  // namespace mib::indicators
