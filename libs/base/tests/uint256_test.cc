#include "uint256.h"

#include <catch2/catch_test_macros.hpp>
#include <random>

namespace mib {
namespace {

constexpr Uint128 kAllOnes = ~Uint128{0};

TEST_CASE("The square of the largest 128-bit number is exact", "[unit][uint256]") {
  // (2^128 - 1)^2 = 2^256 - 2^129 + 1
  const Uint256 square = Product(kAllOnes, kAllOnes);
  CHECK(square.limbs == std::array<uint64_t, 4>{1, 0, ~uint64_t{1}, ~uint64_t{0}});
}

TEST_CASE("Multiplying past 256 bits is reported", "[unit][uint256]") {
  Uint256 value = Product(kAllOnes, kAllOnes);
  CHECK(MultiplyBy(1, &value));
  CHECK_FALSE(MultiplyBy(2, &value));
}

TEST_CASE("A quotient that needs more than 128 bits is refused", "[unit][uint256]") {
  CHECK_FALSE(Divide(Product(kAllOnes, kAllOnes), 1).has_value());
  CHECK(Divide(Product(kAllOnes, kAllOnes), kAllOnes)->quotient == kAllOnes);
}

TEST_CASE("Dividing a product plus a rest by one factor gives back the other and the rest", "[unit][uint256]") {
  std::mt19937_64 random(7);
  const auto next = [&](int shift) { return ((static_cast<Uint128>(random()) << 64) | random()) >> shift; };
  for (int i = 0; i < 2000; ++i) {
    const Uint128 divisor = next(i % 120) | 1;
    const Uint128 quotient = next((i * 7) % 120);
    const Uint128 rest = next(0) % divisor;
    Uint256 dividend = Product(divisor, quotient);
    Uint128 carry = rest;
    for (uint64_t& limb : dividend.limbs) {
      carry += limb;
      limb = static_cast<uint64_t>(carry);
      carry >>= 64;
    }
    const std::optional<Quotient> result = Divide(dividend, divisor);
    REQUIRE(result.has_value());
    CHECK(result->quotient == quotient);
    CHECK(result->remainder == rest);
  }
}

TEST_CASE("Only numbers below 2^128 narrow", "[unit][uint256]") {
  CHECK(Narrow(Widen(kAllOnes)) == kAllOnes);
  CHECK_FALSE(Narrow(Product(kAllOnes, 2)).has_value());
  Uint256 value = Product(kAllOnes, 10);
  CHECK(DivideBy(10, &value) == 0);
  CHECK(Narrow(value) == kAllOnes);
}

}  // namespace
}  // namespace mib
