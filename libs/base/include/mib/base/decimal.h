#pragma once

// Exact decimal numbers for money and quantities: an integer and a power of ten.
//
//   ASSIGN_OR_RETURN(Decimal price, Decimal::Parse("60719.27000000"));
//   price.ToString() == "60719.27"          // trailing zeros are not kept in text
//
// 38 significant digits; every operation is exact or says that it cannot be. Equality is by value: 1.50 == 1.5.

#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace mib {

__extension__ using Int128 = __int128;

class Decimal {
 public:
  /// The largest scale. Venues quote no finer than 10^-18; the rest is room for products.
  static constexpr int kMaxScale = 30;

  constexpr Decimal() = default;
  /// unscaled / 10^scale; 0 <= scale <= kMaxScale.
  constexpr Decimal(Int128 unscaled, int scale) : unscaled_(unscaled), scale_(scale) {}

  /// Plain or exponent notation ("12.50", "-0.001", "6.4e8"); refuses everything else, NaN and infinities included. The
  /// scale is the smallest that holds the value: trailing zeros of the fraction are dropped.
  static absl::StatusOr<Decimal> Parse(std::string_view text);

  constexpr Int128 unscaled() const { return unscaled_; }
  constexpr int scale() const { return scale_; }
  constexpr int sign() const { return unscaled_ < 0 ? -1 : unscaled_ > 0 ? 1 : 0; }
  constexpr bool is_zero() const { return unscaled_ == 0; }

  /// The same value at another scale; an error if digits would be lost or the number does not fit.
  absl::StatusOr<Decimal> Rescale(int scale) const;
  /// The same value at another scale, rounded half to even.
  absl::StatusOr<Decimal> Round(int scale) const;
  /// Trailing zeros of the fraction removed.
  Decimal Normalized() const;

  /// Exact; an error when the result has more than 38 digits.
  static absl::StatusOr<Decimal> Add(const Decimal& a, const Decimal& b);
  static absl::StatusOr<Decimal> Subtract(const Decimal& a, const Decimal& b);
  static absl::StatusOr<Decimal> Multiply(const Decimal& a, const Decimal& b);
  /// a / b rounded half to even at `scale`.
  static absl::StatusOr<Decimal> Divide(const Decimal& a, const Decimal& b, int scale);

  /// Plain notation, never an exponent, no trailing zeros: what the API prints.
  std::string ToString() const;
  /// The nearest double; for statistics only, never for money.
  double ToDouble() const;

  friend bool operator==(const Decimal& a, const Decimal& b) { return (a <=> b) == 0; }
  friend std::strong_ordering operator<=>(const Decimal& a, const Decimal& b);

 private:
  Int128 unscaled_ = 0;
  int scale_ = 0;
};

/// 10^n for 0 <= n <= 38.
Int128 PowerOfTen(int n);

}  // namespace mib
