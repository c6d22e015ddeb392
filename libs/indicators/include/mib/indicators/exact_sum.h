#pragma once

#include <array>
#include <cstdint>

namespace mib::indicators {

/// A sum of doubles without rounding, from which terms can be taken out again. It holds the exact sum as a wide
/// fixed-point number (Kulisch's long accumulator), so a sliding sum never drifts, and its value depends on the terms
/// alone: not on their order, nor on what went through before. Add, Remove and Value take constant time.
///
/// One thread. Holds up to 2^30 operations between two calls of Value. A term that is not finite makes Value NaN until
/// it is removed.
class ExactSum {
 public:
  void Add(double term) { Accumulate(term, 1); }
  void Remove(double term) { Accumulate(term, -1); }
  /// The sum, rounded once to the nearest double (ties to even).
  double Value();
  /// The sum over `count` (1 or more), as near as a double comes; the mean of equal terms is that term.
  double Mean(int count);

 private:
  // Limb i counts units of 2^(32 i - 1074): 2^-1074 is the smallest double. A limb keeps 32 bits when normalised; the
  // rest of its 64 is room for carries.
  static constexpr int kLimbs = 68;

  void Accumulate(double term, int sign);
  void Carry();

  std::array<int64_t, kLimbs> limbs_{};
  // Limbs outside [low_, high_] are zero.
  int low_ = kLimbs;
  int high_ = -1;
  int64_t not_finite_ = 0;
};

}  // namespace mib::indicators
