#include "wide_sum.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace mib::indicators {
namespace {

constexpr int64_t kLimbMask = 0xffffffff;
constexpr int kLowestExponent = -1074;

__extension__ using Uint128 = unsigned __int128;

}  // namespace

void WideSum::Add(double term, int times) {
  const auto bits = std::bit_cast<uint64_t>(term);
  const int exponent = static_cast<int>(bits >> 52 & 0x7ff);
  const uint64_t fraction = bits & ((uint64_t{1} << 52) - 1);
  const uint64_t mantissa = exponent == 0 ? fraction : fraction | uint64_t{1} << 52;
  if (mantissa == 0 || times == 0) return;
  const bool negative = (bits >> 63 != 0) != (times < 0);
  const int position = std::max(exponent - 1, 0);
  const int first = position / 32;
  // At most 53 + 31 + 31 bits.
  const Uint128 magnitude =
      static_cast<Uint128>(mantissa) * static_cast<uint64_t>(std::abs(static_cast<int64_t>(times))) << (position % 32);
  for (int i = 0; i < 4; ++i) {
    const auto part = static_cast<int64_t>(magnitude >> (32 * i)) & kLimbMask;
    limbs_[static_cast<size_t>(first + i)] += negative ? -part : part;
  }
  low_ = std::min(low_, first);
  high_ = std::max(high_, first + 3);
}

void WideSum::Subtract(const WideSum& other) {
  for (int i = other.low_; i <= other.high_; ++i) limbs_[static_cast<size_t>(i)] -= other.Limb(i);
  low_ = std::min(low_, other.low_);
  high_ = std::max(high_, other.high_);
}

// Brings every limb but the highest into [0, 2^32); the highest carries the sign.
void WideSum::Carry() {
  for (int i = low_; i <= high_; ++i) {
    int64_t& limb = limbs_[static_cast<size_t>(i)];
    const int64_t carry = limb >> 32;
    if (carry == 0 || i == kLimbs - 1) continue;
    if (i == high_ && carry == -1 && limb < 0) continue;
    limb &= kLimbMask;
    limbs_[static_cast<size_t>(i + 1)] += carry;
    high_ = std::max(high_, i + 1);
  }
  while (high_ >= low_ && Limb(high_) == 0) --high_;
  while (low_ <= high_ && Limb(low_) == 0) ++low_;
  if (high_ < low_) {
    low_ = kLimbs;
    high_ = -1;
  }
}

bool WideSum::IsZero() {
  Carry();
  return high_ < 0;
}

double WideSum::Rounded() {
  if (IsZero()) return 0;
  if (Limb(high_) > 0) return RoundedMagnitude();
  WideSum magnitude = *this;
  for (int64_t& limb : magnitude.limbs_) limb = -limb;
  magnitude.Carry();
  return -magnitude.RoundedMagnitude();
}

// Of the top four limbs. Bits below them only decide ties, so one bit stands for all of them.
double WideSum::RoundedMagnitude() const {
  Uint128 top = 0;
  for (int i = high_; i > high_ - 4; --i) top = top << 32 | static_cast<Uint128>(Limb(i));
  if (low_ <= high_ - 4) top |= 1;
  // A result below the normal range is a multiple of 2^-1074 like every term, so ldexp does not round a second time.
  return std::ldexp(static_cast<double>(top), 32 * (high_ - 3) + kLowestExponent);
}

}  // namespace mib::indicators
