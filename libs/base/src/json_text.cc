#include "mib/base/json_text.h"

#include <cstdint>

#include "mib/base/utf8.h"

namespace mib {
namespace {

constexpr char kHexDigits[] = "0123456789abcdef";

void AppendAscii(char c, std::string* out) {
  switch (c) {
    case '"':
      *out += "\\\"";
      return;
    case '\\':
      *out += "\\\\";
      return;
    case '\n':
      *out += "\\n";
      return;
    case '\r':
      *out += "\\r";
      return;
    case '\t':
      *out += "\\t";
      return;
    default:
      break;
  }
  if (static_cast<uint8_t>(c) >= 0x20) {
    *out += c;
    return;
  }
  *out += "\\u00";
  *out += kHexDigits[c >> 4];
  *out += kHexDigits[c & 15];
}

}  // namespace

void AppendJsonString(std::string_view text, std::string* out) {
  *out += '"';
  while (!text.empty()) {
    const size_t length = Utf8SequenceLength(text);
    if (length == 1) {
      AppendAscii(text.front(), out);
    } else {
      *out += length == 0 ? kReplacementCharacter : text.substr(0, length);
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
  *out += '"';
}

}  // namespace mib
