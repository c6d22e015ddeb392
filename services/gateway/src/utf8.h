#pragma once

#include <cstddef>
#include <string_view>

namespace mib::gateway {

/// Counts code points. False for text that is not UTF-8 or holds control characters other than tab and line ends; no
/// store of ours takes a NUL, and none of the others belongs into a name.
bool CountCharacters(std::string_view text, size_t* count);

}  // namespace mib::gateway
