#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "mib/indicators/kit/lanes.h"

namespace mib::indicators {

/// Exponential smoothing whose first value is the plain mean of the first `period` values: the next is previous + alpha
/// * (x - previous). A value that is not finite spoils all that follow.
///
/// A value is worked out from the one four bars before: with b = 1 - alpha it lies 1 - b^4 of the way from there to the
/// mean of the last four x, weighted 1, b, b^2, b^3. That is the same recurrence written out four times, and as exact,
/// but four bars in a row need not wait for each other (P. Kogge, H. Stone, A parallel algorithm for the efficient
/// solution of a general class of recurrence equations, IEEE Transactions on Computers C-22:8, 1973). Where x stands
/// still the value does not move.
///
/// T is double, or Lanes for four series that go in step.
template <typename T>
class SmoothingOf {
 public:
  SmoothingOf(int period, double alpha)
      : alpha_(alpha), missing_(period + static_cast<int>(kStride) - 1), period_(period) {
    const double b = 1 - alpha;
    pair_share_ = b / (1 + b);
    pairs_share_ = b * b / (1 + b * b);
    share_ = 1 - b * b * b * b;
  }

  /// alpha = 2 / (period + 1).
  static SmoothingOf Exponential(int period) { return {period, 2.0 / (period + 1.0)}; }
  /// Wilder's: alpha = 1 / period.
  static SmoothingOf Wilder(int period) { return {period, 1.0 / period}; }

  /// False until the first value is there.
  bool Push(const T& x) {
    if (missing_ > 0) [[unlikely]]
      return Begin(x);
    const T newer = Pair(x, x_);
    const T older = pairs_[place_ % 2];
    T& slot = values_[place_ % kStride];
    const T value = slot + share_ * (newer + pairs_share_ * (older - newer) - slot);
    slot = latest_ = value;
    Keep(x, newer);
    return true;
  }
  MIB_ALWAYS_INLINE T value() const { return latest_; }

  /// Push for each of `count` values once the first value is there; `values` may be `x`. Of doubles only.
  void Run(const double* x, size_t count, double* values);

 private:
  static constexpr size_t kStride = 4;

  friend class SmoothingGroup;

  bool Begin(const T& x);
  /// The weighted mean of two values in a row. That of four is made of those of the newer and of the older two.
  MIB_ALWAYS_INLINE T Pair(const T& newer, const T& older) const { return newer + pair_share_ * (older - newer); }
  MIB_ALWAYS_INLINE void Keep(const T& x, const T& pair) {
    x_ = x;
    pairs_[place_ % 2] = pair;
    ++place_;
  }

  double alpha_;
  // Of the older of two values, of the older of two pairs, and the way from the value four bars before.
  double pair_share_;
  double pairs_share_;
  double share_;
  // Bars until the recurrence over four bars can begin, and of them those until the first value.
  int missing_;
  int period_;
  uint64_t place_ = 0;
  // Of the values pushed so far, until there are `period`.
  alignas(sizeof(T)) T latest_{};
  // The last x, its last two pairs, the last four values; by place.
  alignas(sizeof(T)) T x_{};
  alignas(sizeof(T)) std::array<T, 2> pairs_{};
  alignas(sizeof(T)) std::array<T, kStride> values_{};
};

using Smoothing = SmoothingOf<double>;

template <>
void Smoothing::Run(const double* x, size_t count, double* values);

/// Smoothing whose values follow from the one before, not from that four bars back: less work for a bar, but each bar
/// waits for the last. For indicators that have several of them side by side and so enough to do meanwhile.
class PlainSmoothing {
 public:
  PlainSmoothing(int period, double alpha) : alpha_(alpha), missing_(period), period_(period) {}
  /// alpha = 2 / (period + 1).
  static PlainSmoothing Exponential(int period) { return {period, 2.0 / (period + 1.0)}; }

  /// False until the first value is there.
  bool Push(double x) {
    if (missing_ > 0) [[unlikely]]
      return Begin(x);
    Follow(x);
    return true;
  }
  /// Push once the first value is there.
  MIB_ALWAYS_INLINE double Follow(double x) { return value_ += alpha_ * (x - value_); }
  double value() const { return value_; }

 private:
  bool Begin(double x) {
    --missing_;
    // The mean so far; NaN where x is not finite.
    value_ += (x - value_) / (period_ - missing_) + 0 * x;
    return missing_ == 0;
  }

  double alpha_;
  double value_ = 0;
  // Values until the first is given.
  int missing_;
  int period_;
};

// Run for several at once, in little more than the time of one: each waits for its own last values only.

/// values[k] may be x[k].
using TwoSmoothings = std::array<Smoothing*, 2>;
void RunBoth(const TwoSmoothings& both, const std::array<const double*, 2>& x, size_t count,
             const std::array<double*, 2>& values);
/// Each smoothes what the one before it gives.
void RunTwice(const TwoSmoothings& stages, const double* x, size_t count, const std::array<double*, 2>& values);

}  // namespace mib::indicators
