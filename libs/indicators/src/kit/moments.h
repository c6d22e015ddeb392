#pragma once

#include "kit/folds.h"
#include "kit/sliding.h"

namespace mib::indicators {

/// Mean and population variance of the last `size` values, without the digits that the shortcut by sums of squares
/// loses where values are large and still. NaN while a value in the window is not finite.
class Moments {
 public:
  explicit Moments(int size) : sliding_(size) {}

  /// True once the window is full.
  bool Push(double x) { return sliding_.Push({x}); }

  // Of a full window.
  double Mean() const { return sliding_.total().at[MomentsFold::kMean]; }
  double Variance() const { return sliding_.total().at[MomentsFold::kSquares] / sliding_.size(); }

  /// Push for `count` values after those of a full window, which lie in front of `x`; see Sliding::Run.
  void Run(const double* x, size_t count, double* means, double* variances);

 private:
  Sliding<MomentsFold> sliding_;
};

}  // namespace mib::indicators
