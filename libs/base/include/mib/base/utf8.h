#pragma once

// Text from outside that must go where only UTF-8 may: JSON, protobuf's strings.

#include <cstddef>
#include <string>
#include <string_view>

namespace mib {

/// U+FFFD, which stands for what could not be read.
inline constexpr std::string_view kReplacementCharacter = "\xEF\xBF\xBD";

/// The length of the well-formed sequence at the front of `text` (Unicode 15, table 3-7); 0 if there is none.
size_t Utf8SequenceLength(std::string_view text);

/// `text` with each byte that is not part of a well-formed sequence replaced by U+FFFD.
std::string WellFormedUtf8(std::string_view text);

}  // namespace mib
