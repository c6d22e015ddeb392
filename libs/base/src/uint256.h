#pragma once

// Just enough 256-bit arithmetic for exact products and quotients of 128-bit numbers.

#include <array>
#include <cstdint>
#include <optional>

namespace mib {

__extension__ using Uint128 = unsigned __int128;

/// Least significant limb first.
struct Uint256 {
  std::array<uint64_t, 4> limbs{};
};

Uint256 Widen(Uint128 value);
/// Nothing when the value needs more than 128 bits.
std::optional<Uint128> Narrow(const Uint256& value);

Uint256 Product(Uint128 a, Uint128 b);
/// Multiplies in place; false on overflow, `value` is then meaningless.
bool MultiplyBy(uint64_t factor, Uint256* value);
/// Divides in place and returns the remainder.
uint64_t DivideBy(uint64_t divisor, Uint256* value);

struct Quotient {
  Uint128 quotient;
  Uint128 remainder;
};
/// Nothing when the quotient needs more than 128 bits. The divisor is not zero.
std::optional<Quotient> Divide(const Uint256& dividend, Uint128 divisor);

}  // namespace mib
