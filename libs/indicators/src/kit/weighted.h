#pragma once

#include "kit/window.h"

namespace mib::indicators {

/// The sum of the last `size` values (1 to 5000), each times its place: the oldest 1, the newest `size`. Exact like
/// Window's sum: it slides by taking the plain sum out once and putting the new value in `size` times.
class WeightedWindow {
 public:
  explicit WeightedWindow(int size) : window_(size), sum_(Weight(size)), weighted_(Weight(size)) {}

  /// True once the window is full.
  bool Push(double x) {
    if (window_.full()) {
      weighted_.Remove(sum_);
      sum_.Replace(window_.oldest(), x);
      weighted_.Add(x, window_.size());
    } else {
      sum_.Add(x);
      weighted_.Add(x, ++count_);
    }
    return window_.Push(x);
  }

  // Of a full window, each rounded once; NaN while a value in it is not finite.
  double WeightedSum() { return weighted_.Value(); }
  double Sum() { return sum_.Value(); }
  /// The weighted sum over the sum of the weights.
  double WeightedMean() { return weighted_.Mean(window_.size() * (window_.size() + 1) / 2); }
  double Mean() { return sum_.Mean(window_.size()); }
  std::span<const double> values() const { return window_.values(); }
  int size() const { return window_.size(); }

 private:
  // Twice what the window comes to, for the moment between taking out and putting in.
  static int Weight(int size) { return size * (size + 1); }

  History window_;
  ExactSum sum_;
  ExactSum weighted_;
  int count_ = 0;
};

}  // namespace mib::indicators
