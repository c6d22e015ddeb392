#pragma once

#include "kit/folds.h"
#include "kit/sliding.h"

namespace mib::indicators {

/// The straight line nearest (in least squares) to the last `size` values at x = 0 (the oldest), 1, ..., size - 1. NaN
/// while a value in the window is not finite. A flat line has its own mean and no slope, to the last digit.
class LinearFit {
 public:
  explicit LinearFit(int size) : sliding_(size), last_(size - 1) {}

  /// True once the window is full.
  bool Push(double y) { return sliding_.Push({y}); }

  struct Line {
    double slope;
    double intercept;
    double mean;
    double At(double x) const { return intercept + slope * x; }
  };
  /// Of a full window.
  Line Get() const {
    const auto& total = sliding_.total();
    const double n = sliding_.size();
    const double mean = total.at[LineFold::kMean];
    const double slope = total.at[LineFold::kTilt] * 6 / (n * (n * n - 1));
    return {.slope = slope, .intercept = mean - slope * (last_ / 2), .mean = mean};
  }
  /// The mean with weights from 1 for the oldest value to `size` for the newest.
  double WeightedMean() const {
    const auto& total = sliding_.total();
    const double n = sliding_.size();
    return total.at[LineFold::kMean] + total.at[LineFold::kTilt] / (n * (n + 1));
  }
  int size() const { return sliding_.size(); }

  // Push for `count` values after those of a full window, which lie in front of `y`; see Sliding::Run.
  void Run(const double* y, size_t count, double* slopes, double* means);
  void RunWeightedMeans(const double* y, size_t count, double* means);

 private:
  Sliding<LineFold> sliding_;
  double last_;
};

}  // namespace mib::indicators
