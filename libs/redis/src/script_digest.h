#pragma once

#include <string>
#include <string_view>

namespace mib::redis {

/// The name under which Redis keeps a script: its SHA-1, hexadecimal.
std::string ScriptDigest(std::string_view script);

}  // namespace mib::redis
