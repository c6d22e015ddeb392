#include "mib/indicators/exact_sum.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace mib::indicators {
namespace {

__extension__ using Uint128 = unsigned __int128;

constexpr int64_t kLimbMask = 0xffffffff;
constexpr int kLowestExponent = -1074;

// The top four limbs as a double. Bits below them only decide ties, so one sticky bit stands for all of them.
double Round(const int64_t* limbs, int top) {
  Uint128 window = 0;
  for (int i = top; i > top - 4; --i) window = window << 32 | static_cast<Uint128>(i >= 0 ? limbs[i] : 0);
  for (int i = top - 4; i >= 0; --i) {
    if (limbs[i] != 0) {
      window |= 1;
      break;
    }
  }
  // A result below the normal range is a multiple of 2^-1074 like every term, so ldexp does not round a second time.
  return std::ldexp(static_cast<double>(window), 32 * (top - 3) + kLowestExponent);
}

}  // namespace

void ExactSum::Accumulate(double term, int sign) {
  if (!std::isfinite(term)) {
    not_finite_ += sign;
    return;
  }
  const auto bits = std::bit_cast<uint64_t>(term);
  const int biased = static_cast<int>(bits >> 52 & 0x7ff);
  const uint64_t fraction = bits & ((uint64_t{1} << 52) - 1);
  const uint64_t mantissa = biased == 0 ? fraction : fraction | uint64_t{1} << 52;
  if (mantissa == 0) return;
  const int position = std::max(biased - 1, 0);
  const Uint128 shifted = static_cast<Uint128>(mantissa) << (position % 32);
  const bool negative = (bits >> 63 != 0) != (sign < 0);

  const int first = position / 32;
  for (int i = 0; i < 3; ++i) {
    const auto part = static_cast<int64_t>(shifted >> (32 * i)) & kLimbMask;
    limbs_[static_cast<size_t>(first + i)] += negative ? -part : part;
  }
  low_ = std::min(low_, first);
  high_ = std::max(high_, first + 2);
}

// Brings every limb but the highest into [0, 2^32); the highest carries the sign.
void ExactSum::Carry() {
  for (int i = low_; i <= high_; ++i) {
    int64_t& limb = limbs_[static_cast<size_t>(i)];
    const int64_t carry = limb >> 32;
    if (carry == 0 || i == kLimbs - 1) continue;
    if (i == high_ && carry == -1 && limb < 0) continue;
    limb &= kLimbMask;
    limbs_[static_cast<size_t>(i + 1)] += carry;
    high_ = std::max(high_, i + 1);
  }
  while (high_ >= low_ && limbs_[static_cast<size_t>(high_)] == 0) --high_;
  while (low_ <= high_ && limbs_[static_cast<size_t>(low_)] == 0) ++low_;
  if (high_ < low_) {
    low_ = kLimbs;
    high_ = -1;
  }
}

double ExactSum::Value() {
  if (not_finite_ != 0) return std::numeric_limits<double>::quiet_NaN();
  Carry();
  if (high_ < 0) return 0;
  if (limbs_[static_cast<size_t>(high_)] > 0) return Round(limbs_.data(), high_);

  // Below zero: round the magnitude.
  ExactSum magnitude = *this;
  for (int64_t& limb : magnitude.limbs_) limb = -limb;
  magnitude.Carry();
  return -Round(magnitude.limbs_.data(), magnitude.high_);
}

double ExactSum::Mean(int count) {
  const double sum = Value();
  if (!std::isfinite(sum)) return sum;
  // What the rounding of the sum and of the quotient left over, put back in.
  ExactSum rest = *this;
  rest.Remove(sum);
  const double quotient = sum / count;
  const double remainder = std::fma(-quotient, count, sum) + rest.Value();
  return quotient + remainder / count;
}

}  // namespace mib::indicators
