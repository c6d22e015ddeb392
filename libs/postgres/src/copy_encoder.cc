#include "copy_encoder.h"

#include <array>
#include <bit>
#include <limits>

namespace mib::postgres {
namespace {

constexpr int kTextOid = 25;
// PostgreSQL counts from 2000-01-01.
constexpr int64_t kEpochMicros = 946'684'800'000'000;

template <typename T>
void AppendBigEndian(T value, std::string* out) {
  using Unsigned = std::make_unsigned_t<T>;
  const auto bits = static_cast<Unsigned>(value);
  for (int shift = static_cast<int>(sizeof(T)) * 8 - 8; shift >= 0; shift -= 8) {
    out->push_back(static_cast<char>((bits >> shift) & 0xff));
  }
}

// A field that is one integer: its length, then itself.
template <typename T>
void AppendField(T value, std::string* out) {
  AppendBigEndian(static_cast<int32_t>(sizeof(T)), out);
  AppendBigEndian(value, out);
}

void AppendText(std::string_view text, std::string* out) {
  AppendBigEndian(static_cast<int32_t>(text.size()), out);
  out->append(text);
}

// NUMERIC is a list of base-10000 digits; `weight` is the power of 10000 of the first one.
struct NumericDigits {
  // 39 decimal digits with padding on both sides, or 30 places of zeros before them.
  std::array<int16_t, 20> digits{};
  int count = 0;
  int weight = 0;
};

// The decimal digits of |value|, most significant first; empty for zero.
std::string DecimalDigits(Int128 value) {
  __extension__ using Unsigned = unsigned __int128;
  Unsigned rest = value < 0 ? -static_cast<Unsigned>(value) : static_cast<Unsigned>(value);
  std::string reversed;
  for (; rest != 0; rest /= 10) reversed.push_back(static_cast<char>('0' + static_cast<int>(rest % 10)));
  return {reversed.rbegin(), reversed.rend()};
}

NumericDigits ToNumericDigits(const Decimal& value) {
  std::string text = DecimalDigits(value.unscaled());
  NumericDigits out;
  if (text.empty()) return out;
  // Pad so that the decimal point falls between two groups of four, and the fraction ends with a whole group.
  const auto scale = static_cast<size_t>(value.scale());
  if (text.size() < scale) text.insert(0, scale - text.size(), '0');
  const size_t whole = text.size() - scale;
  text.insert(0, (4 - whole % 4) % 4, '0');
  text.append((4 - scale % 4) % 4, '0');

  out.weight = static_cast<int>((whole + 3) / 4) - 1;
  for (size_t i = 0; i < text.size(); i += 4) {
    const int group =
        (text[i] - '0') * 1000 + (text[i + 1] - '0') * 100 + (text[i + 2] - '0') * 10 + (text[i + 3] - '0');
    if (out.count == 0 && group == 0) {
      --out.weight;
      continue;
    }
    out.digits[static_cast<size_t>(out.count++)] = static_cast<int16_t>(group);
  }
  while (out.digits[static_cast<size_t>(out.count - 1)] == 0) --out.count;
  return out;
}

struct FieldWriter {
  std::string* out;

  void operator()(std::nullptr_t) const { AppendBigEndian(int32_t{-1}, out); }
  void operator()(bool v) const { AppendField(static_cast<int8_t>(v ? 1 : 0), out); }
  void operator()(int32_t v) const { AppendField(v, out); }
  void operator()(int64_t v) const { AppendField(v, out); }
  void operator()(double v) const { AppendField(std::bit_cast<int64_t>(v), out); }
  void operator()(const std::string& v) const { AppendText(v, out); }
  void operator()(const Bytes& v) const { AppendText(v.data, out); }

  void operator()(const Decimal& v) const {
    const NumericDigits numeric = ToNumericDigits(v);
    AppendBigEndian(static_cast<int32_t>(8 + 2 * numeric.count), out);
    AppendBigEndian(static_cast<int16_t>(numeric.count), out);
    AppendBigEndian(static_cast<int16_t>(numeric.weight), out);
    AppendBigEndian(static_cast<int16_t>(v.sign() < 0 ? 0x4000 : 0), out);
    AppendBigEndian(static_cast<int16_t>(v.scale()), out);
    for (int i = 0; i < numeric.count; ++i) AppendBigEndian(numeric.digits[static_cast<size_t>(i)], out);
  }

  void operator()(absl::Time v) const {
    if (v == absl::InfiniteFuture()) return AppendField(std::numeric_limits<int64_t>::max(), out);
    if (v == absl::InfinitePast()) return AppendField(std::numeric_limits<int64_t>::min(), out);
    AppendField(absl::ToUnixMicros(v) - kEpochMicros, out);
  }

  void operator()(const std::vector<std::string>& v) const {
    const size_t length_at = out->size();
    AppendBigEndian(int32_t{0}, out);
    AppendBigEndian(int32_t{v.empty() ? 0 : 1}, out);  // dimensions
    AppendBigEndian(int32_t{0}, out);                  // no NULL inside
    AppendBigEndian(int32_t{kTextOid}, out);
    if (!v.empty()) {
      AppendBigEndian(static_cast<int32_t>(v.size()), out);
      AppendBigEndian(int32_t{1}, out);  // lower bound
      for (const std::string& item : v) AppendText(item, out);
    }
    std::string length;
    AppendBigEndian(static_cast<int32_t>(out->size() - length_at - 4), &length);
    out->replace(length_at, 4, length);
  }
};

}  // namespace

void AppendCopyHeader(std::string* out) {
  out->append("PGCOPY\n\xff\r\n\0", 11);
  AppendBigEndian(int32_t{0}, out);
  AppendBigEndian(int32_t{0}, out);
}

void AppendCopyRow(std::span<const Value> row, std::string* out) {
  AppendBigEndian(static_cast<int16_t>(row.size()), out);
  for (const Value& value : row) std::visit(FieldWriter{out}, value);
}

void AppendCopyTrailer(std::string* out) { AppendBigEndian(int16_t{-1}, out); }

}  // namespace mib::postgres
