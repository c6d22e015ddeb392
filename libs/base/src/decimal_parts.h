#pragma once

// Sign and magnitude of decimals, shared by the files that implement Decimal.

#include <optional>

#include "mib/base/decimal.h"
#include "uint256.h"

namespace mib {

/// 38 digits of nines: the largest magnitude a result may have.
Uint128 MaxMagnitude();

constexpr Uint128 Magnitude(Int128 value) {
  // Negation of the smallest Int128 overflows; that of its unsigned image does not.
  return value < 0 ? -static_cast<Uint128>(value) : static_cast<Uint128>(value);
}

/// The signed number, or nothing when it has more than 38 digits.
std::optional<Int128> Signed(Uint128 magnitude, bool negative);

/// quotient plus one where remainder / divisor is above a half, or a half and the quotient odd.
Uint128 RoundHalfEven(const Quotient& result, Uint128 divisor);

absl::Status TooManyDigits();
absl::Status BadScale(int scale);

}  // namespace mib
