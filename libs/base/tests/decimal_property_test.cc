// Laws that hold for every pair of decimals, tried on seeded random ones; products are checked against schoolbook
// multiplication of digit strings, which shares no code with Decimal.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <random>
#include <string>

#include "mib/base/decimal.h"

namespace mib {
namespace {

constexpr int kRounds = 2000;

class Generator {
 public:
  explicit Generator(uint64_t seed) : random_(seed) {}

  int Int(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }
  std::string Digits(int count) {
    std::string digits(1, static_cast<char>('0' + Int(1, 9)));
    while (static_cast<int>(digits.size()) < count) digits += static_cast<char>('0' + Int(0, 9));
    return digits;
  }
  Decimal Number(int max_digits, int max_scale) {
    const Decimal whole = Decimal::Parse(Digits(Int(1, max_digits))).value();
    return Decimal(Int(0, 1) == 0 ? whole.unscaled() : -whole.unscaled(), Int(0, max_scale));
  }

 private:
  std::mt19937_64 random_;
};

std::string SchoolbookProduct(const std::string& a, const std::string& b) {
  std::vector<int> columns(a.size() + b.size(), 0);
  for (size_t i = a.size(); i-- > 0;) {
    for (size_t j = b.size(); j-- > 0;) {
      const int sum = columns[i + j + 1] + (a[i] - '0') * (b[j] - '0');
      columns[i + j + 1] = sum % 10;
      columns[i + j] += sum / 10;
    }
  }
  std::string digits;
  for (const int column : columns) digits += static_cast<char>('0' + column);
  return digits.substr(std::min(digits.find_first_not_of('0'), digits.size() - 1));
}

TEST_CASE("Parsing what was printed gives the same value", "[unit][decimal][property]") {
  Generator random(1);
  for (int i = 0; i < kRounds; ++i) {
    const Decimal value = random.Number(38, Decimal::kMaxScale);
    CAPTURE(value.ToString(), value.scale());
    CHECK(Decimal::Parse(value.ToString()).value() == value);
  }
}

TEST_CASE("Products of whole numbers have the schoolbook's digits, or are refused beyond 38",
          "[unit][decimal][property]") {
  Generator random(2);
  for (int i = 0; i < kRounds; ++i) {
    const std::string a = random.Digits(random.Int(1, 24));
    const std::string b = random.Digits(random.Int(1, 24));
    const std::string expected = SchoolbookProduct(a, b);
    const absl::StatusOr<Decimal> product = Decimal::Multiply(*Decimal::Parse(a), *Decimal::Parse(b));
    CAPTURE(a, b, expected);
    REQUIRE(product.ok() == (expected.size() <= 38));
    if (product.ok()) CHECK(product->ToString() == expected);
  }
}

TEST_CASE("Addition commutes and subtraction undoes it", "[unit][decimal][property]") {
  Generator random(3);
  for (int i = 0; i < kRounds; ++i) {
    const Decimal a = random.Number(36, 11);
    const Decimal b = random.Number(26, 11);
    CAPTURE(a.ToString(), b.ToString());
    const absl::StatusOr<Decimal> sum = Decimal::Add(a, b);
    const absl::StatusOr<Decimal> reversed = Decimal::Add(b, a);
    REQUIRE(sum.ok() == reversed.ok());
    if (!sum.ok()) continue;
    CHECK(*sum == *reversed);
    CHECK(Decimal::Subtract(*sum, b).value() == a);
  }
}

TEST_CASE("A quotient is within half a unit of its last place", "[unit][decimal][property]") {
  Generator random(4);
  for (int i = 0; i < kRounds; ++i) {
    const Decimal a = random.Number(14, 6);
    const Decimal b = random.Number(9, 6);
    const int scale = random.Int(0, 8);
    CAPTURE(a.ToString(), b.ToString(), scale);
    const Decimal quotient = Decimal::Divide(a, b, scale).value();
    const Decimal error = Decimal::Subtract(a, Decimal::Multiply(quotient, b).value()).value();
    const Decimal half_unit = Decimal::Multiply(b, Decimal(5, scale + 1)).value();
    const Decimal error_size(error.sign() < 0 ? -error.unscaled() : error.unscaled(), error.scale());
    const Decimal bound(half_unit.sign() < 0 ? -half_unit.unscaled() : half_unit.unscaled(), half_unit.scale());
    CHECK(error_size <= bound);
  }
}

TEST_CASE("Order agrees with the sign of the difference", "[unit][decimal][property]") {
  Generator random(5);
  for (int i = 0; i < kRounds; ++i) {
    const Decimal a = random.Number(20, 12);
    const Decimal b = random.Int(0, 3) == 0 ? a.Rescale(a.scale() + 3).value() : random.Number(20, 12);
    CAPTURE(a.ToString(), b.ToString());
    const int sign = Decimal::Subtract(a, b)->sign();
    CHECK((a < b) == (sign < 0));
    CHECK((a > b) == (sign > 0));
    CHECK((a == b) == (sign == 0));
  }
}

}  // namespace
}  // namespace mib
