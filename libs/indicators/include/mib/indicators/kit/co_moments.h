#pragma once

#include "mib/indicators/kit/folds.h"
#include "mib/indicators/kit/sliding.h"

namespace mib::indicators {

/// Population variances and covariance of the last `size` pairs. NaN while a value in the window is not finite.
///
/// T is double, or Lanes for four series that go in step.
template <typename T>
class CoMomentsOf {
 public:
  explicit CoMomentsOf(int size) : sliding_(size) {}

  /// True once the window is full.
  MIB_ALWAYS_INLINE bool Push(const T& x, const T& y) { return sliding_.Push({x, y}); }

  struct Values {
    T variance_x;
    T variance_y;
    T covariance;
  };
  /// Of a full window.
  MIB_ALWAYS_INLINE Values Get() const {
    const auto& total = sliding_.total();
    return {.variance_x = total.at[CoMomentsFold::kXX],
            .variance_y = total.at[CoMomentsFold::kYY],
            .covariance = total.at[CoMomentsFold::kXY]};
  }

  struct Columns {
    double variance_x[kBlock];
    double variance_y[kBlock];
    double covariance[kBlock];
  };
  /// Push for `count` pairs after those of a full window, which lie in front of `x` and `y`; see RunSliding. Of doubles
  /// only.
  void Run(const double* x, const double* y, size_t count, Columns* values);

 private:
  Sliding<CoMomentsFold, T> sliding_;
};

using CoMoments = CoMomentsOf<double>;

template <>
void CoMoments::Run(const double* x, const double* y, size_t count, Columns* values);

}  // namespace mib::indicators
