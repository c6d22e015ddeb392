#pragma once

#include "kit/linear_fit.h"
#include "kit/smoothing.h"
#include "kit/window.h"

namespace mib::indicators {

// Moving averages that others are made of. Each has a constructor from its period, Push (true once value() is there)
// and WarmUp: how many values the first average needs.

/// The mean of the last `period` values.
class SimpleAverage {
 public:
  explicit SimpleAverage(int period) : window_(period) {}
  static int WarmUp(int period) { return period; }

  bool Push(double x) { return window_.Push(x); }
  double value() const { return window_.value(); }
  void Run(const double* x, size_t count, double* values) { window_.Run(x, count, values); }

 private:
  SlidingMean window_;
};

/// Exponential with 2 / (period + 1), begun with the mean of the first `period` values. Recursive.
class ExponentialAverage {
 public:
  explicit ExponentialAverage(int period) : smoothing_(Smoothing::Exponential(period)) {}
  static int WarmUp(int period) { return period; }

  bool Push(double x) { return smoothing_.Push(x); }
  double value() const { return smoothing_.value(); }
  void Run(const double* x, size_t count, double* values) { smoothing_.Run(x, count, values); }

 private:
  Smoothing smoothing_;
};

/// Exponential with 1 / period, begun with the mean of the first `period` values. Recursive.
class WilderAverage {
 public:
  explicit WilderAverage(int period) : smoothing_(Smoothing::Wilder(period)) {}
  static int WarmUp(int period) { return period; }

  bool Push(double x) { return smoothing_.Push(x); }
  double value() const { return smoothing_.value(); }
  void Run(const double* x, size_t count, double* values) { smoothing_.Run(x, count, values); }

 private:
  Smoothing smoothing_;
};

/// The mean of the last `period` values, each weighted by its place: the newest `period`, the oldest 1.
class WeightedAverage {
 public:
  explicit WeightedAverage(int period) : window_(period) {}
  static int WarmUp(int period) { return period; }

  bool Push(double x) { return window_.Push(x); }
  double value() const { return window_.WeightedMean(); }
  void Run(const double* x, size_t count, double* values) { window_.RunWeightedMeans(x, count, values); }

 private:
  LinearFit window_;
};

/// A simple average of a simple average: weights rise to the middle of the last `period` values and fall again.
class TriangularAverage {
 public:
  explicit TriangularAverage(int period) : inner_(period / 2 + 1), outer_((period + 1) / 2) {}
  static int WarmUp(int period) { return period; }

  bool Push(double x) { return inner_.Push(x) && outer_.Push(inner_.value()); }
  double value() const { return outer_.value(); }

 private:
  SlidingMean inner_;
  SlidingMean outer_;
};

}  // namespace mib::indicators
