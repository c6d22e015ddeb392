#pragma once

#include "mib/indicators/kit/linear_fit.h"
#include "mib/indicators/kit/smoothing.h"
#include "mib/indicators/kit/trail.h"
#include "mib/indicators/kit/window.h"

namespace mib::indicators {

// Moving averages that others are made of. Each has a constructor from its period, Push (true once value() is there)
// and WarmUp: how many values the first average needs. Run is Push for up to kBlock values once there is an average;
// those before lie in front of them. T is double, or Lanes for four series that go in step.

/// The mean of the last `period` values.
template <typename T>
class SimpleAverageOf {
 public:
  explicit SimpleAverageOf(int period) : window_(period) {}
  static int WarmUp(int period) { return period; }

  bool Push(const T& x) { return window_.Push(x); }
  MIB_ALWAYS_INLINE T value() const { return window_.value(); }
  void Run(const double* x, size_t count, double* values) { window_.Run(x, count, values); }

 private:
  SlidingMeanOf<T> window_;
};
using SimpleAverage = SimpleAverageOf<double>;

/// Begun with the mean of the first `period` values. Recursive.
template <typename T, SmoothingOf<T> (*kSmoothing)(int period)>
class SmoothedAverage {
 public:
  explicit SmoothedAverage(int period) : smoothing_(kSmoothing(period)) {}
  static int WarmUp(int period) { return period; }

  bool Push(const T& x) { return smoothing_.Push(x); }
  MIB_ALWAYS_INLINE T value() const { return smoothing_.value(); }
  void Run(const double* x, size_t count, double* values) { smoothing_.Run(x, count, values); }

 private:
  SmoothingOf<T> smoothing_;
};

/// With 2 / (period + 1).
template <typename T>
using ExponentialAverageOf = SmoothedAverage<T, &SmoothingOf<T>::Exponential>;
using ExponentialAverage = ExponentialAverageOf<double>;

/// With 1 / period.
template <typename T>
using WilderAverageOf = SmoothedAverage<T, &SmoothingOf<T>::Wilder>;
using WilderAverage = WilderAverageOf<double>;

/// The mean of the last `period` values, each weighted by its place: the newest `period`, the oldest 1.
template <typename T>
class WeightedAverageOf {
 public:
  explicit WeightedAverageOf(int period) : window_(period) {}
  static int WarmUp(int period) { return period; }

  bool Push(const T& x) { return window_.Push(x); }
  MIB_ALWAYS_INLINE T value() const { return window_.WeightedMean(); }
  void Run(const double* x, size_t count, double* values) { window_.RunWeightedMeans(x, count, values); }

 private:
  LinearFitOf<T> window_;
};
using WeightedAverage = WeightedAverageOf<double>;

/// A simple average of a simple average: weights rise to the middle of the last `period` values and fall again.
class TriangularAverage {
 public:
  explicit TriangularAverage(int period)
      : inner_(period / 2 + 1), inner_means_((period + 1) / 2), outer_((period + 1) / 2) {}
  static int WarmUp(int period) { return period; }

  bool Push(double x) {
    if (!inner_.Push(x)) return false;
    inner_means_.Push(inner_.value());
    return outer_.Push(inner_.value());
  }
  double value() const { return outer_.value(); }
  void Run(const double* x, size_t count, double* values) {
    double* means = inner_means_.Block();
    inner_.Run(x, count, means);
    inner_means_.Advance(count);
    outer_.Run(means, count, values);
  }

 private:
  SlidingMean inner_;
  Trail inner_means_;
  SlidingMean outer_;
};

}  // namespace mib::indicators
