#include "mib/base/decimal.h"

#include <array>

#include "decimal_parts.h"
#include "fmt/format.h"

namespace mib {
namespace {

constexpr std::array<Int128, 39> MakePowers() {
  std::array<Int128, 39> powers{};
  powers[0] = 1;
  for (size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
  return powers;
}
constexpr std::array<Int128, 39> kPowersOfTen = MakePowers();

std::strong_ordering Compare(Int128 a, Int128 b) {
  if (a == b) return std::strong_ordering::equal;
  return a < b ? std::strong_ordering::less : std::strong_ordering::greater;
}

}  // namespace

Int128 PowerOfTen(int n) { return kPowersOfTen.at(static_cast<size_t>(n)); }

Uint128 MaxMagnitude() { return static_cast<Uint128>(kPowersOfTen.back()) - 1; }

std::optional<Int128> Signed(Uint128 magnitude, bool negative) {
  if (magnitude > MaxMagnitude()) return std::nullopt;
  const Int128 value = static_cast<Int128>(magnitude);
  return negative ? -value : value;
}

Uint128 RoundHalfEven(const Quotient& result, Uint128 divisor) {
  const Uint128 missing = divisor - result.remainder;
  const bool up = result.remainder > missing || (result.remainder == missing && (result.quotient & 1) != 0);
  return up ? result.quotient + 1 : result.quotient;
}

absl::Status TooManyDigits() { return absl::OutOfRangeError("a decimal holds at most 38 digits"); }

absl::Status BadScale(int scale) {
  return absl::InvalidArgumentError(fmt::format("scale {} is not between 0 and {}", scale, Decimal::kMaxScale));
}

absl::StatusOr<Decimal> Decimal::Rescale(int scale) const {
  if (scale < 0 || scale > kMaxScale) return BadScale(scale);
  if (scale >= scale_) {
    Int128 scaled;
    if (__builtin_mul_overflow(unscaled_, PowerOfTen(scale - scale_), &scaled) || Magnitude(scaled) > MaxMagnitude()) {
      return TooManyDigits();
    }
    return Decimal(scaled, scale);
  }
  const Int128 divisor = PowerOfTen(scale_ - scale);
  if (unscaled_ % divisor != 0) {
    return absl::InvalidArgumentError(fmt::format("{} has digits beyond scale {}", ToString(), scale));
  }
  return Decimal(unscaled_ / divisor, scale);
}

absl::StatusOr<Decimal> Decimal::Round(int scale) const {
  if (scale < 0 || scale > kMaxScale) return BadScale(scale);
  if (scale >= scale_) return Rescale(scale);
  const Uint128 divisor = Magnitude(PowerOfTen(scale_ - scale));
  const Uint128 magnitude = Magnitude(unscaled_);
  // Dividing by ten or more leaves room for the one that rounding may add.
  const Uint128 rounded = RoundHalfEven({magnitude / divisor, magnitude % divisor}, divisor);
  return Decimal(*Signed(rounded, unscaled_ < 0), scale);
}

Decimal Decimal::Normalized() const {
  if (unscaled_ == 0) return {};
  Decimal result = *this;
  while (result.scale_ > 0 && result.unscaled_ % 10 == 0) {
    result.unscaled_ /= 10;
    --result.scale_;
  }
  return result;
}

std::strong_ordering operator<=>(const Decimal& a, const Decimal& b) {
  if (a.scale_ == b.scale_) return Compare(a.unscaled_, b.unscaled_);
  // Whole parts first, then fractions, which always fit at the finer scale. Both truncate toward zero, so the signs
  // agree.
  const Int128 a_unit = PowerOfTen(a.scale_);
  const Int128 b_unit = PowerOfTen(b.scale_);
  const std::strong_ordering whole = Compare(a.unscaled_ / a_unit, b.unscaled_ / b_unit);
  if (whole != std::strong_ordering::equal) return whole;
  const int scale = a.scale_ > b.scale_ ? a.scale_ : b.scale_;
  return Compare(a.unscaled_ % a_unit * PowerOfTen(scale - a.scale_),
                 b.unscaled_ % b_unit * PowerOfTen(scale - b.scale_));
}

}  // namespace mib
