#pragma once

#include "kit/sum_over.h"
#include "kit/window.h"

namespace mib::indicators {

/// Mean and population variance of the last `size` values. Squares are taken of the distances from the exact mean, anew
/// for each window: the shortcut by sums of squares loses all digits where values are large and still. NaN while a
/// value in the window is not finite.
class Moments {
 public:
  explicit Moments(int size) : window_(size) {}

  /// True once the window is full.
  bool Push(double x) { return window_.Push(x); }

  // Of a full window.
  double Mean() { return window_.Mean(); }
  double Variance() { return Variance(Mean()); }
  /// The same where Mean() is at hand already.
  double Variance(double mean) const {
    const double* values = window_.values().data();
    return SumOver(window_.values().size(), [=](size_t i) { return (values[i] - mean) * (values[i] - mean); }) /
           window_.size();
  }
  std::span<const double> values() const { return window_.values(); }

 private:
  Window window_;
};

}  // namespace mib::indicators
