#include "uint256.h"

namespace mib {
namespace {

constexpr uint64_t Low(Uint128 value) { return static_cast<uint64_t>(value); }
constexpr uint64_t High(Uint128 value) { return static_cast<uint64_t>(value >> 64); }
constexpr Uint128 Join(uint64_t high, uint64_t low) { return (static_cast<Uint128>(high) << 64) | low; }

}  // namespace

Uint256 Widen(Uint128 value) { return {{Low(value), High(value), 0, 0}}; }

std::optional<Uint128> Narrow(const Uint256& value) {
  if (value.limbs[2] != 0 || value.limbs[3] != 0) return std::nullopt;
  return Join(value.limbs[1], value.limbs[0]);
}

Uint256 Product(Uint128 a, Uint128 b) {
  const Uint128 low = static_cast<Uint128>(Low(a)) * Low(b);
  const Uint128 cross = static_cast<Uint128>(Low(a)) * High(b);
  const Uint128 other = static_cast<Uint128>(High(a)) * Low(b);
  const Uint128 high = static_cast<Uint128>(High(a)) * High(b);
  const Uint128 middle = static_cast<Uint128>(High(low)) + Low(cross) + Low(other);
  const Uint128 top = high + High(cross) + High(other) + High(middle);
  return {{Low(low), Low(middle), Low(top), High(top)}};
}

bool MultiplyBy(uint64_t factor, Uint256* value) {
  uint64_t carry = 0;
  for (uint64_t& limb : value->limbs) {
    const Uint128 product = static_cast<Uint128>(limb) * factor + carry;
    limb = Low(product);
    carry = High(product);
  }
  return carry == 0;
}

uint64_t DivideBy(uint64_t divisor, Uint256* value) {
  uint64_t remainder = 0;
  for (size_t i = value->limbs.size(); i-- > 0;) {
    const Uint128 part = Join(remainder, value->limbs[i]);
    value->limbs[i] = Low(part / divisor);
    remainder = Low(part % divisor);
  }
  return remainder;
}

std::optional<Quotient> Divide(const Uint256& dividend, Uint128 divisor) {
  Uint128 remainder = Join(dividend.limbs[3], dividend.limbs[2]);
  Uint128 rest = Join(dividend.limbs[1], dividend.limbs[0]);
  if (remainder >= divisor) return std::nullopt;
  if (remainder == 0) return Quotient{rest / divisor, rest % divisor};
  Uint128 quotient = 0;
  for (int bit = 0; bit < 128; ++bit) {
    const bool carry = (remainder >> 127) != 0;
    remainder = (remainder << 1) | (rest >> 127);
    rest <<= 1;
    quotient <<= 1;
    if (carry || remainder >= divisor) {
      remainder -= divisor;
      quotient |= 1;
    }
  }
  return Quotient{quotient, remainder};
}

}  // namespace mib
