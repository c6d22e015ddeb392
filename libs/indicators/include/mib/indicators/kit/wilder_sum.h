#pragma once

#include <array>
#include <cstddef>

namespace mib::indicators {

/// Wilder's running sum: the plain sum of the first period - 1 values; from then on one period-th of it goes out for
/// each value that comes in. A value that is not finite spoils all that follow.
///
/// A sum is worked out from the one four values before, as Smoothing does.
class WilderSum {
 public:
  explicit WilderSum(int period) : kept_(1 - 1.0 / period), missing_(period - 1 + kLead) {}

  /// False until the first sum is there.
  bool Push(double x) {
    if (missing_ > 0) [[unlikely]]
      return Begin(x);
    const size_t place = place_++;
    const double pair = x + kept_ * x_;
    latest_ = kept4_ * sums_[place % kStride] + (pair + kept2_ * pairs_[place % 2]);
    x_ = x;
    pairs_[place % 2] = pair;
    sums_[place % kStride] = latest_;
    return true;
  }
  double value() const { return latest_; }

  /// Push for each of `count` values once the first sum is there; `sums` may be `x`.
  void Run(const double* x, size_t count, double* sums);

 private:
  static constexpr size_t kStride = 4;
  // Values after the first sum until the recurrence over four can begin.
  static constexpr int kLead = 3;

  bool Begin(double x);

  // Of a sum after one, two and four values.
  double kept_;
  double kept2_ = kept_ * kept_;
  double kept4_ = kept2_ * kept2_;
  // Values until the recurrence over four can begin.
  int missing_;
  size_t place_ = 0;
  double latest_ = 0;
  // The last value, the last two pairs (a value and what is kept of the one before), the last four sums; by place.
  double x_ = 0;
  std::array<double, 2> pairs_{};
  std::array<double, kStride> sums_{};
};

}  // namespace mib::indicators
