#include <algorithm>
#include <limits>

#include "decimal_parts.h"
#include "mib/base/decimal.h"

namespace mib {
namespace {

// The largest power of ten in 64 bits.
constexpr int kStepDigits = 19;

std::optional<Uint128> AlignedMagnitude(const Decimal& value, int scale) {
  Uint128 aligned;
  if (__builtin_mul_overflow(Magnitude(value.unscaled()), Magnitude(PowerOfTen(scale - value.scale())), &aligned)) {
    return std::nullopt;
  }
  return aligned;
}

// Nothing when the sum does not fit at the finer of the two scales. An aligned operand that overflows 128 bits leaves
// no sum of 38 digits: the other operand is too small to bring it back.
std::optional<Decimal> TryAdd(const Decimal& a, const Decimal& b) {
  const int scale = std::max(a.scale(), b.scale());
  const std::optional<Uint128> x = AlignedMagnitude(a, scale);
  const std::optional<Uint128> y = AlignedMagnitude(b, scale);
  if (!x || !y) return std::nullopt;
  const bool a_negative = a.sign() < 0;
  const bool b_negative = b.sign() < 0;
  Uint128 magnitude;
  bool negative = a_negative;
  if (a_negative == b_negative) {
    if (__builtin_add_overflow(*x, *y, &magnitude)) return std::nullopt;
  } else {
    magnitude = *x >= *y ? *x - *y : *y - *x;
    if (*x < *y) negative = b_negative;
  }
  int result_scale = scale;
  while (magnitude > MaxMagnitude() && result_scale > 0 && magnitude % 10 == 0) {
    magnitude /= 10;
    --result_scale;
  }
  const std::optional<Int128> sum = Signed(magnitude, negative);
  if (!sum) return std::nullopt;
  return Decimal(*sum, result_scale);
}

// False on overflow of 256 bits.
bool MultiplyByPowerOfTen(int exponent, Uint256* value) {
  for (; exponent > 0; exponent -= kStepDigits) {
    if (!MultiplyBy(static_cast<uint64_t>(PowerOfTen(std::min(exponent, kStepDigits))), value)) return false;
  }
  return true;
}

}  // namespace

absl::StatusOr<Decimal> Decimal::Add(const Decimal& a, const Decimal& b) {
  if (const std::optional<Decimal> sum = TryAdd(a, b)) return *sum;
  // Trailing zeros may have been in the way.
  if (const std::optional<Decimal> sum = TryAdd(a.Normalized(), b.Normalized())) return *sum;
  return TooManyDigits();
}

absl::StatusOr<Decimal> Decimal::Subtract(const Decimal& a, const Decimal& b) {
  if (b.unscaled_ == std::numeric_limits<Int128>::min()) return TooManyDigits();
  return Add(a, Decimal(-b.unscaled_, b.scale_));
}

absl::StatusOr<Decimal> Decimal::Multiply(const Decimal& a, const Decimal& b) {
  Int128 narrow;
  int scale = a.scale_ + b.scale_;
  if (scale <= kMaxScale && !__builtin_mul_overflow(a.unscaled_, b.unscaled_, &narrow) &&
      Magnitude(narrow) <= MaxMagnitude()) {
    return Decimal(narrow, scale);
  }
  // The product may still end in zeros that bring it back into range.
  Uint256 wide = Product(Magnitude(a.unscaled_), Magnitude(b.unscaled_));
  if (Narrow(wide) == Uint128{0}) return Decimal();
  std::optional<Uint128> magnitude = Narrow(wide);
  while (scale > 0 && (scale > kMaxScale || !magnitude || *magnitude > MaxMagnitude())) {
    if (DivideBy(10, &wide) != 0) return TooManyDigits();
    --scale;
    magnitude = Narrow(wide);
  }
  const std::optional<Int128> product = magnitude ? Signed(*magnitude, a.sign() != b.sign()) : std::nullopt;
  if (!product) return TooManyDigits();
  return Decimal(*product, scale);
}

absl::StatusOr<Decimal> Decimal::Divide(const Decimal& a, const Decimal& b, int scale) {
  if (scale < 0 || scale > kMaxScale) return BadScale(scale);
  if (b.is_zero()) return absl::InvalidArgumentError("division by zero");
  // a / b at `scale` is a.unscaled * 10^exponent / b.unscaled, in whole numbers.
  const int exponent = scale + b.scale_ - a.scale_;
  Uint256 dividend = Widen(Magnitude(a.unscaled_));
  Uint256 divisor = Widen(Magnitude(b.unscaled_));
  // A dividend above 2^256 over a divisor of at most 2^127 has far more than 38 digits.
  if (exponent > 0 && !MultiplyByPowerOfTen(exponent, &dividend)) return TooManyDigits();
  if (exponent < 0) MultiplyByPowerOfTen(-exponent, &divisor);  // At most 10^30 * 2^127: no overflow.
  const std::optional<Uint128> narrow_divisor = Narrow(divisor);
  // The dividend is at most 2^127 here, so the quotient is at most a half, which rounds to zero.
  if (!narrow_divisor) return Decimal(0, scale);
  const std::optional<Quotient> result = mib::Divide(dividend, *narrow_divisor);
  if (!result || result->quotient > MaxMagnitude()) return TooManyDigits();
  const std::optional<Int128> quotient = Signed(RoundHalfEven(*result, *narrow_divisor), a.sign() != b.sign());
  if (!quotient) return TooManyDigits();
  return Decimal(*quotient, scale);
}

}  // namespace mib
