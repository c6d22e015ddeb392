#pragma once

// The two JSON objects of a token, read strictly: an object, no key twice, required members of the right type.

#include <string>
#include <string_view>

#include "mib/security/jwt.h"

namespace mib::security {

struct TokenHeader {
  std::string algorithm;
  std::string type;
  std::string key_id;
  /// True when the header has `crit`, `jku`, `jwk`, `x5u` or `x5c`: ways to bring a key or a demand of one's own.
  bool brings_own_key = false;
};

struct TokenBody {
  Claims claims;
  std::string issuer;
  std::string audience;
  absl::Time not_before = absl::InfinitePast();
};

bool ParseHeader(std::string_view json, TokenHeader* header);
bool ParseBody(std::string_view json, TokenBody* body);

/// A JSON string with quotes. `text` must be UTF-8.
std::string JsonString(std::string_view text);
std::string JsonStrings(const std::vector<std::string>& texts);

}  // namespace mib::security
