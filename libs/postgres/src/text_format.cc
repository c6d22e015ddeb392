#include "text_format.h"

#include <charconv>

namespace mib::postgres {
namespace {

// Takes exactly `width` or (with 0) all leading digits.
bool TakeNumber(std::string_view* text, size_t width, int64_t* out) {
  const char* end = text->data() + (width == 0 ? text->size() : std::min(width, text->size()));
  const auto [stop, error] = std::from_chars(text->data(), end, *out);
  const auto taken = static_cast<size_t>(stop - text->data());
  if (error != std::errc() || (width != 0 && taken != width)) return false;
  text->remove_prefix(taken);
  return true;
}

bool TakeChar(std::string_view* text, char expected) {
  if (text->empty() || text->front() != expected) return false;
  text->remove_prefix(1);
  return true;
}

// ".5" is 500 ms.
bool TakeFraction(std::string_view* text, absl::Duration* out) {
  *out = absl::ZeroDuration();
  if (!TakeChar(text, '.')) return true;
  const size_t digits = std::min(text->find_first_not_of("0123456789"), text->size());
  int64_t value = 0;
  if (digits == 0 || digits > 9 || !TakeNumber(text, digits, &value)) return false;
  for (size_t i = digits; i < 9; ++i) value *= 10;
  *out = absl::Nanoseconds(value);
  return true;
}

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

// One element of an array's text, up to the comma or brace after it.
bool TakeElement(std::string_view* text, std::string* out) {
  out->clear();
  if (!TakeChar(text, '"')) {
    const size_t size = text->find_first_of(",}");
    if (size == std::string_view::npos) return false;
    *out = text->substr(0, size);
    text->remove_prefix(size);
    if (*out == "NULL") out->clear();
    return true;
  }
  while (!text->empty()) {
    char c = text->front();
    text->remove_prefix(1);
    if (c == '"') return true;
    if (c == '\\') {
      if (text->empty()) return false;
      c = text->front();
      text->remove_prefix(1);
    }
    out->push_back(c);
  }
  return false;
}

}  // namespace

std::string TimeToText(absl::Time time) {
  if (time == absl::InfiniteFuture()) return "infinity";
  if (time == absl::InfinitePast()) return "-infinity";
  return absl::FormatTime("%Y-%m-%d %H:%M:%E6S+00", time, absl::UTCTimeZone());
}

absl::StatusOr<absl::Time> TimeFromText(std::string_view text) {
  if (text == "infinity") return absl::InfiniteFuture();
  if (text == "-infinity") return absl::InfinitePast();
  int64_t year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
  absl::Duration fraction;
  bool good = TakeNumber(&text, 0, &year) && TakeChar(&text, '-') && TakeNumber(&text, 2, &month) &&
              TakeChar(&text, '-') && TakeNumber(&text, 2, &day);
  if (good && !text.empty()) {
    good = TakeChar(&text, ' ') && TakeNumber(&text, 2, &hour) && TakeChar(&text, ':') &&
           TakeNumber(&text, 2, &minute) && TakeChar(&text, ':') && TakeNumber(&text, 2, &second) &&
           TakeFraction(&text, &fraction) && (text.empty() || text == "+00");
  }
  if (!good) return absl::InternalError("postgres: not a time in UTC");
  return absl::FromCivil(absl::CivilSecond(year, month, day, hour, minute, second), absl::UTCTimeZone()) + fraction;
}

std::string ArrayToText(const std::vector<std::string>& items) {
  std::string out = "{";
  for (const std::string& item : items) {
    if (out.size() > 1) out += ',';
    out += '"';
    for (const char c : item) {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
    out += '"';
  }
  out += '}';
  return out;
}

absl::StatusOr<std::vector<std::string>> ArrayFromText(std::string_view text) {
  const absl::Status malformed = absl::InternalError("postgres: not a one-dimensional array");
  std::vector<std::string> items;
  if (text == "{}") return items;
  if (!TakeChar(&text, '{')) return malformed;
  do {
    if (!text.empty() && text.front() == '{') return malformed;
    if (!TakeElement(&text, &items.emplace_back())) return malformed;
  } while (TakeChar(&text, ','));
  if (text != "}") return malformed;
  return items;
}

absl::StatusOr<std::string> BytesFromHex(std::string_view text) {
  const absl::Status malformed = absl::InternalError("postgres: not bytea in hex");
  if (!text.starts_with("\\x") || text.size() % 2 != 0) return malformed;
  std::string out;
  out.reserve(text.size() / 2);
  for (size_t i = 2; i < text.size(); i += 2) {
    const int high = HexDigit(text[i]), low = HexDigit(text[i + 1]);
    if (high < 0 || low < 0) return malformed;
    out.push_back(static_cast<char>(high * 16 + low));
  }
  return out;
}

std::string QuoteIdentifier(std::string_view name) {
  std::string out = "\"";
  for (const char c : name) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
  return out;
}

std::string QuoteTable(std::string_view table) {
  const size_t dot = table.find('.');
  if (dot == std::string_view::npos) return QuoteIdentifier(table);
  return QuoteIdentifier(table.substr(0, dot)) + "." + QuoteIdentifier(table.substr(dot + 1));
}

}  // namespace mib::postgres
