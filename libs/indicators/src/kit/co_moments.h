#pragma once

#include "kit/sum_over.h"
#include "kit/window.h"

namespace mib::indicators {

/// Means, population variances and covariance of the last `size` pairs, by distances from the exact means as in
/// Moments. NaN while a value in the window is not finite.
class CoMoments {
 public:
  explicit CoMoments(int size) : x_(size), y_(size) {}

  /// True once the window is full.
  bool Push(double x, double y) {
    x_.Push(x);
    return y_.Push(y);
  }

  struct Values {
    double mean_x;
    double mean_y;
    double variance_x;
    double variance_y;
    double covariance;
  };
  /// Of a full window.
  Values Get() {
    const double mean_x = x_.Mean();
    const double mean_y = y_.Mean();
    const double* x = x_.values().data();
    const double* y = y_.values().data();
    const auto mean = [size = x_.values().size()](auto term) {
      return SumOver(size, term) / static_cast<double>(size);
    };
    return {.mean_x = mean_x,
            .mean_y = mean_y,
            .variance_x = mean([=](size_t i) { return (x[i] - mean_x) * (x[i] - mean_x); }),
            .variance_y = mean([=](size_t i) { return (y[i] - mean_y) * (y[i] - mean_y); }),
            .covariance = mean([=](size_t i) { return (x[i] - mean_x) * (y[i] - mean_y); })};
  }

 private:
  Window x_;
  Window y_;
};

}  // namespace mib::indicators
