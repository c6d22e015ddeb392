#include <charconv>
#include <cstdint>

#include "decimal_parts.h"
#include "fmt/format.h"
#include "mib/base/decimal.h"

namespace mib {
namespace {

// No number is written this long. With it, an exponent capped at kExponentLimit is out of range whatever the mantissa.
constexpr size_t kLongestText = 1024;
constexpr int64_t kExponentLimit = 1'000'000;

absl::Status NotANumber(std::string_view text) {
  return absl::InvalidArgumentError(fmt::format("'{}' is not a decimal number", text.substr(0, 64)));
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Digits read so far as mantissa * 10^trailing_zeros, so that zeros at the end never use up the 38 digits.
struct Mantissa {
  Uint128 value = 0;
  int64_t trailing_zeros = 0;
  bool overflow = false;

  void Append(char digit) {
    if (digit == '0') {
      trailing_zeros += value != 0 ? 1 : 0;
      return;
    }
    for (; trailing_zeros >= 0 && !overflow; --trailing_zeros) {
      overflow = value > MaxMagnitude() / 10;
      value *= 10;
    }
    trailing_zeros = 0;
    value += static_cast<Uint128>(digit - '0');
  }
};

// Reads digits from the front of `text`; false when there is none.
bool TakeDigits(std::string_view* text, Mantissa* mantissa, int64_t* count) {
  size_t n = 0;
  for (; n < text->size() && IsDigit((*text)[n]); ++n) mantissa->Append((*text)[n]);
  text->remove_prefix(n);
  *count = static_cast<int64_t>(n);
  return n > 0;
}

bool TakeExponent(std::string_view text, int64_t* exponent) {
  if (text.empty()) return true;
  if (text.front() != 'e' && text.front() != 'E') return false;
  text.remove_prefix(1);
  const bool negative = !text.empty() && text.front() == '-';
  if (negative || (!text.empty() && text.front() == '+')) text.remove_prefix(1);
  if (text.empty()) return false;
  for (const char c : text) {
    if (!IsDigit(c)) return false;
    if (*exponent < kExponentLimit) *exponent = *exponent * 10 + (c - '0');
  }
  if (negative) *exponent = -*exponent;
  return true;
}

}  // namespace

absl::StatusOr<Decimal> Decimal::Parse(std::string_view text) {
  if (text.size() > kLongestText) return NotANumber(text);
  std::string_view rest = text;
  const bool negative = !rest.empty() && rest.front() == '-';
  if (negative) rest.remove_prefix(1);

  Mantissa mantissa;
  int64_t whole_digits = 0;
  int64_t fraction_digits = 0;
  int64_t exponent = 0;
  if (!TakeDigits(&rest, &mantissa, &whole_digits)) return NotANumber(text);
  if (!rest.empty() && rest.front() == '.') {
    rest.remove_prefix(1);
    if (!TakeDigits(&rest, &mantissa, &fraction_digits)) return NotANumber(text);
  }
  if (!TakeExponent(rest, &exponent)) return NotANumber(text);

  if (mantissa.overflow || mantissa.value > MaxMagnitude()) return TooManyDigits();
  if (mantissa.value == 0) return Decimal();
  exponent += mantissa.trailing_zeros - fraction_digits;
  if (exponent < -kMaxScale) {
    return absl::OutOfRangeError(fmt::format("'{}' is finer than 10^-{}", text.substr(0, 64), kMaxScale));
  }
  if (exponent > 37) return TooManyDigits();
  const std::optional<Int128> value = Signed(mantissa.value, negative);
  if (exponent <= 0) return Decimal(*value, static_cast<int>(-exponent));
  Int128 scaled;
  if (__builtin_mul_overflow(*value, PowerOfTen(static_cast<int>(exponent)), &scaled) ||
      Magnitude(scaled) > MaxMagnitude()) {
    return TooManyDigits();
  }
  return Decimal(scaled, 0);
}

std::string Decimal::ToString() const {
  const Decimal value = Normalized();
  std::string digits = fmt::format("{}", Magnitude(value.unscaled_));
  const size_t scale = static_cast<size_t>(value.scale_);
  if (scale > 0) {
    if (digits.size() <= scale) digits.insert(0, scale + 1 - digits.size(), '0');
    digits.insert(digits.size() - scale, 1, '.');
  }
  if (value.unscaled_ < 0) digits.insert(0, 1, '-');
  return digits;
}

double Decimal::ToDouble() const {
  constexpr Uint128 kExactDouble = Uint128{1} << 53;
  // Both sides exact: IEEE division then rounds correctly. 10^22 is the last power of ten a double holds exactly.
  if (Magnitude(unscaled_) <= kExactDouble && scale_ <= 22) {
    return static_cast<double>(unscaled_) / static_cast<double>(PowerOfTen(scale_));
  }
  const std::string text = ToString();
  double result = 0;
  std::from_chars(text.data(), text.data() + text.size(), result);
  return result;
}

}  // namespace mib
