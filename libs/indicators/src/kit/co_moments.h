#pragma once

#include "kit/folds.h"
#include "kit/sliding.h"

namespace mib::indicators {

/// Population variances and covariance of the last `size` pairs. NaN while a value in the window is not finite.
class CoMoments {
 public:
  explicit CoMoments(int size) : sliding_(size) {}

  /// True once the window is full.
  bool Push(double x, double y) { return sliding_.Push({x, y}); }

  struct Values {
    double variance_x;
    double variance_y;
    double covariance;
  };
  /// Of a full window.
  Values Get() const {
    const auto& total = sliding_.total();
    const double size = sliding_.size();
    return {.variance_x = total.at[CoMomentsFold::kXX] / size,
            .variance_y = total.at[CoMomentsFold::kYY] / size,
            .covariance = total.at[CoMomentsFold::kXY] / size};
  }

  struct Columns {
    double variance_x[kBlock];
    double variance_y[kBlock];
    double covariance[kBlock];
  };
  /// Push for `count` pairs after those of a full window, which lie in front of `x` and `y`; see Sliding::Run.
  void Run(const double* x, const double* y, size_t count, Columns* values);

 private:
  Sliding<CoMomentsFold> sliding_;
};

}  // namespace mib::indicators
