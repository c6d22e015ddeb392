#include "text.h"

#include <simdjson.h>

#include <algorithm>

namespace mib::ingestion {

std::string Printable(std::string_view text) {
  std::string out(text);
  const bool utf8 = simdjson::validate_utf8(out.data(), out.size());
  std::ranges::replace_if(
      out,
      [utf8](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 || byte == 0x7F || (byte >= 0x80 && !utf8);
      },
      '?');
  return out;
}

}  // namespace mib::ingestion
