#pragma once

#include "mib/base/decimal.h"

namespace mib::market {

/// A running sum of decimals that never rounds: an integer and a power of ten, which becomes finer as what is added
/// needs. One thread.
struct ExactSum {
  Int128 unscaled = 0;
  int scale = 0;

  /// Adds addend / 10^addend_scale, 0 <= addend_scale <= 36. False, and nothing is changed, where the sum would have
  /// more than 38 digits or be finer than 10^-30. That depends on the values alone, not on the scales they came in.
  bool Add(Int128 addend, int addend_scale) {
    Int128 sum = 0;
    if (addend_scale != scale || __builtin_add_overflow(unscaled, addend, &sum) || !Fits(sum)) {
      return AddAligned(addend, addend_scale);
    }
    unscaled = sum;
    return true;
  }

  /// To 0, at the scale it has, which the next sum is likely to need.
  void Clear() { unscaled = 0; }
  Decimal Value() const { return Decimal(unscaled, scale).Normalized(); }

 private:
  /// 10^38.
  static constexpr Int128 kEnd = static_cast<Int128>(10'000'000'000'000'000'000U) * 10'000'000'000'000'000'000U;

  static bool Fits(Int128 value) { return value < kEnd && value > -kEnd; }
  bool AddAligned(Int128 addend, int addend_scale);
};

/// A number above 0 that a sum is held against, at the sum's scale, so that most comparisons are of two integers.
class SumLimit {
 public:
  SumLimit() = default;
  explicit SumLimit(const Decimal& value) : value_(value) {}

  /// Whether the sum is that far from 0, either way.
  bool IsReachedBy(const ExactSum& sum) {
    if (sum.scale != scale_) Align(sum.scale);
    return sum.unscaled >= least_ || sum.unscaled <= -least_;
  }

 private:
  void Align(int scale);

  Decimal value_;
  int scale_ = -1;
  /// The least integer at `scale_` that is not below the value.
  Int128 least_ = 0;
};

}  // namespace mib::market
