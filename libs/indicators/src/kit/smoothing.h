#pragma once

#include "mib/indicators/exact_sum.h"

namespace mib::indicators {

/// Exponential smoothing whose first value is the plain mean of the first `period` values: the next is previous + alpha
/// * (x - previous). A value that is not finite spoils all that follow.
class Smoothing {
 public:
  Smoothing(int period, double alpha) : period_(period), alpha_(alpha) {}

  /// alpha = 2 / (period + 1).
  static Smoothing Exponential(int period) { return {period, 2.0 / (period + 1.0)}; }
  /// Wilder's: alpha = 1 / period.
  static Smoothing Wilder(int period) { return {period, 1.0 / period}; }

  /// False until the first value is there.
  bool Push(double x) {
    if (count_ >= period_) {
      value_ += alpha_ * (x - value_);
      return true;
    }
    seed_.Add(x);
    if (++count_ < period_) return false;
    value_ = seed_.Mean(period_);
    return true;
  }
  double value() const { return value_; }

 private:
  int period_;
  double alpha_;
  int count_ = 0;
  double value_ = 0;
  ExactSum seed_;
};

}  // namespace mib::indicators
