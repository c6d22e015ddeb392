#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace mib::indicators {

/// An exact sum over the whole range of double: a wide fixed-point number (Kulisch's long accumulator) whose unit is
/// 2^-1074, the smallest double. One thread. Holds up to 2^18 operations between two calls of Rounded or IsZero.
class WideSum {
 public:
  /// Adds a finite term `times` times, at most 2^13 in size.
  void Add(double term, int times);
  void Subtract(const WideSum& other);
  /// The nearest double, ties to even.
  double Rounded();
  bool IsZero();

 private:
  // Limb i counts 2^(32 i) units. A limb keeps 32 bits when normalised; the rest of its 64 is room for carries.
  static constexpr int kLimbs = 68;

  int64_t Limb(int i) const { return i < 0 ? 0 : limbs_[static_cast<size_t>(i)]; }
  void Carry();
  double RoundedMagnitude() const;

  std::array<int64_t, kLimbs> limbs_{};
  // Limbs outside [low_, high_] are zero.
  int low_ = kLimbs;
  int high_ = -1;
};

}  // namespace mib::indicators
