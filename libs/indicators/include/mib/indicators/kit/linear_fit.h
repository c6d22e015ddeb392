#pragma once

#include "mib/indicators/kit/folds.h"
#include "mib/indicators/kit/sliding.h"

namespace mib::indicators {

/// The straight line nearest (in least squares) to the last `size` values at x = 0 (the oldest), 1, ..., size - 1. NaN
/// while a value in the window is not finite. A flat line has its own mean and no slope, to the last digit.
///
/// T is double, or Lanes for four series that go in step.
template <typename T>
class LinearFitOf {
 public:
  explicit LinearFitOf(int size) : sliding_(size), last_(size - 1) {
    const double n = size;
    slope_per_tilt_ = 6 / (n * (n * n - 1));
    weight_per_tilt_ = 1 / (n * (n + 1));
  }

  /// True once the window is full.
  MIB_ALWAYS_INLINE bool Push(const T& y) { return sliding_.Push({y}); }

  struct Line {
    T slope;
    T intercept;
    T mean;
    MIB_ALWAYS_INLINE T At(double x) const { return intercept + slope * x; }
  };
  /// Of a full window.
  MIB_ALWAYS_INLINE Line Get() const {
    const auto& total = sliding_.total();
    const T mean = total.at[LineFold::kMean];
    const T slope = total.at[LineFold::kMore] * slope_per_tilt_;
    return {.slope = slope, .intercept = mean - slope * (last_ / 2), .mean = mean};
  }
  /// The mean with weights from 1 for the oldest value to `size` for the newest.
  MIB_ALWAYS_INLINE T WeightedMean() const {
    const auto& total = sliding_.total();
    return total.at[LineFold::kMean] + total.at[LineFold::kMore] * weight_per_tilt_;
  }
  int size() const { return sliding_.size(); }

  // Push for `count` values after those of a full window, which lie in front of `y`; see RunSliding. Of doubles only.
  void Run(const double* y, size_t count, double* slopes, double* means);
  void RunWeightedMeans(const double* y, size_t count, double* means);

 private:
  Sliding<LineFold, T> sliding_;
  double last_;
  double slope_per_tilt_;
  double weight_per_tilt_;
};

using LinearFit = LinearFitOf<double>;

template <>
void LinearFit::Run(const double* y, size_t count, double* slopes, double* means);
template <>
void LinearFit::RunWeightedMeans(const double* y, size_t count, double* means);

}  // namespace mib::indicators
