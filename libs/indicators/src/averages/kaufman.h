#pragma once

#include <cmath>

#include "kit/window.h"

namespace mib::indicators {

/// Kaufman's adaptive average: an exponential average whose period goes from 30 (the price goes nowhere) to 2 (it goes
/// one way) with the efficiency ratio, the change over `period` bars over the sum of the changes. Begins at the value
/// before the first; where nothing has moved it is as quick as it can be (both as in TA-Lib). Recursive. Perry Kaufman,
/// Trading Systems and Methods.
class KaufmanAverage {
 public:
  explicit KaufmanAverage(int period) : past_(period), changes_(period) {}
  static int WarmUp(int period) { return period + 1; }

  bool Push(double x) {
    const bool full = past_.full();
    const double change = x - past_.oldest();
    const double previous = previous_;
    previous_ = x;
    past_.Push(x);
    if (begun_) changes_.Push(std::abs(x - previous));
    begun_ = true;
    if (!full) return false;
    if (!settled_) value_ = previous;
    settled_ = true;
    const double alpha = kSlow + Efficiency(change, changes_.value()) * (kFast - kSlow);
    value_ += alpha * alpha * (x - value_);
    return true;
  }
  double value() const { return value_; }

 private:
  static constexpr double kFast = 2.0 / 3;
  static constexpr double kSlow = 2.0 / 31;

  static double Efficiency(double change, double path) {
    return path == 0 || path <= change ? 1 : std::abs(change) / path;
  }

  History past_;
  SlidingSum changes_;
  double previous_ = 0;
  double value_ = 0;
  bool begun_ = false;
  bool settled_ = false;
};

}  // namespace mib::indicators
