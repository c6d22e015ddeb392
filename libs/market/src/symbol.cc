#include "mib/market/symbol.h"

#include <fmt/format.h>

namespace mib::market {
namespace {

constexpr size_t kMaxLength = 64;

absl::Status Refused(std::string_view why) { return absl::InvalidArgumentError(fmt::format("A symbol {}.", why)); }

}  // namespace

absl::StatusOr<std::string> CanonicalSymbol(std::string_view text) {
  if (text.empty()) return Refused("is needed");
  if (text.size() > kMaxLength) return Refused("has at most 64 characters");
  std::string symbol;
  symbol.reserve(text.size());
  bool alphanumeric = false;
  for (const char c : text) {
    if (c >= 'a' && c <= 'z') {
      symbol += static_cast<char>(c - 'a' + 'A');
      alphanumeric = true;
    } else if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) {
      symbol += c;
      alphanumeric = true;
    } else if (c == '/' || c == '_' || c == '-') {
      symbol += '-';
    } else if (c == '.' || c == ':' || c == '^' || c == '=') {
      symbol += c;
    } else {
      return Refused("has letters, digits and . - / _ : ^ = only");
    }
  }
  if (!alphanumeric) return Refused("has a letter or a digit");
  return symbol;
}

}  // namespace mib::market
