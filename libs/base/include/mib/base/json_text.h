#pragma once

// Text as a JSON string.

#include <string>
#include <string_view>

namespace mib {

/// Appends `text` in quotes. Every byte is safe: quotes, backslashes and control characters are escaped, and each byte
/// that is not part of well-formed UTF-8 becomes U+FFFD.
void AppendJsonString(std::string_view text, std::string* out);

}  // namespace mib
