#pragma once

#include <cmath>
#include <cstddef>

#include "mib/indicators/kit/derived.h"
#include "mib/indicators/kit/window.h"

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
    value_ += Share(change, changes_.value()) * (x - value_);
    return true;
  }
  double value() const { return value_; }
  void Run(const double* x, size_t count, double* values) {
    Derived changes;
    double paths[kBlock];
    changes_.Run(
        changes.Fill(RowsBefore(changes_.size()), count, [=](ptrdiff_t i) { return std::abs(x[i] - x[i - 1]); }), count,
        paths);
    const double* past = x - changes_.size();
    double value = value_;
    // In one loop: the shares are worked out while a value waits for the one before it.
    for (size_t i = 0; i < count; ++i) values[i] = value += Share(x[i] - past[i], paths[i]) * (x[i] - value);
    value_ = value;
  }

 private:
  static constexpr double kFast = 2.0 / 3;
  static constexpr double kSlow = 2.0 / 31;

  /// Of the way to the next value.
  static double Share(double change, double path) {
    const double ratio = std::abs(change) / path;
    const double efficiency = path == 0 || path <= change ? 1 : ratio;
    const double alpha = kSlow + efficiency * (kFast - kSlow);
    return alpha * alpha;
  }

  History past_;
  SlidingSum changes_;
  double previous_ = 0;
  double value_ = 0;
  bool begun_ = false;
  bool settled_ = false;
};

}  // namespace mib::indicators
