#pragma once

#include <cmath>

#include "kit/window.h"

namespace mib::indicators {

/// The straight line nearest (in least squares) to the last `size` values (2 to 4096) at x = 0 (the oldest), 1, ...,
/// size - 1. Slides on exact sums, so no digits are lost where values are large and nearly still. NaN while a value in
/// the window is not finite.
class LinearFit {
 public:
  explicit LinearFit(int size) : window_(size), sum_(size * size), tilt_(size * size), last_(size - 1) {}

  /// True once the window is full.
  bool Push(double y) {
    // The sum of (2 x - last) y. One bar later x is one less for each that stays.
    if (window_.full()) {
      tilt_.Remove(sum_);
      tilt_.Remove(sum_);
      tilt_.Add(window_.oldest(), last_ + 2);
      tilt_.Add(y, last_);
      sum_.Replace(window_.oldest(), y);
    } else {
      tilt_.Add(y, 2 * count_ - last_);
      sum_.Add(y);
      ++count_;
    }
    return window_.Push(y);
  }

  struct Line {
    double slope;
    double intercept;
    double mean;
    double At(double x) const { return intercept + slope * x; }
  };
  /// Of a full window.
  Line Get() {
    const double n = window_.size();
    const double mean = sum_.Mean(window_.size());
    // The mean is NaN where a value is not finite; the tilt would not tell where its weight is zero.
    const double slope = std::isnan(mean) ? mean : tilt_.Value() * 6 / (n * (n * n - 1));
    return {.slope = slope, .intercept = mean - slope * (last_ / 2.0), .mean = mean};
  }
  std::span<const double> values() const { return window_.values(); }
  int size() const { return window_.size(); }

 private:
  History window_;
  ExactSum sum_;
  ExactSum tilt_;
  int last_;
  int count_ = 0;
};

}  // namespace mib::indicators
