#pragma once

#include "mib/indicators/kit/folds.h"
#include "mib/indicators/kit/sliding.h"

namespace mib::indicators {

/// Mean and population variance of the last `size` values, without the digits that the shortcut by sums of squares
/// loses where values are large and still. NaN while a value in the window is not finite.
///
/// T is double, or Lanes for four series that go in step.
template <typename T>
class MomentsOf {
 public:
  explicit MomentsOf(int size) : sliding_(size) {}

  /// True once the window is full.
  MIB_ALWAYS_INLINE bool Push(const T& x) { return sliding_.Push({x}); }

  // Of a full window.
  MIB_ALWAYS_INLINE T Mean() const { return sliding_.total().at[MomentsFold::kMean]; }
  MIB_ALWAYS_INLINE T Variance() const { return sliding_.total().at[MomentsFold::kMore]; }

  /// Push for `count` values after those of a full window, which lie in front of `x`; see RunSliding. Of doubles only.
  void Run(const double* x, size_t count, double* means, double* variances);

 private:
  Sliding<MomentsFold, T> sliding_;
};

using Moments = MomentsOf<double>;

template <>
void Moments::Run(const double* x, size_t count, double* means, double* variances);

}  // namespace mib::indicators
