#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace mib::security {

/// 32 raw bytes.
std::string Sha256(std::string_view data);
std::string HmacSha256(std::string_view key, std::string_view data);
std::string Hex(std::string_view bytes);
/// Without padding (RFC 4648 section 5).
std::string Base64UrlEncode(std::string_view bytes);
/// False for padding, other alphabets and non-canonical last characters.
bool Base64UrlDecode(std::string_view text, std::string* out);
/// base64url of `bytes` random bytes.
std::string RandomToken(size_t bytes);
/// Takes the same time wherever the texts differ.
bool EqualConstantTime(std::string_view a, std::string_view b);

/// AES-256-GCM with a random nonce before the sealed text; `key` is 32 bytes. `context` is authenticated, not stored.
absl::StatusOr<std::string> Seal(std::string_view key, std::string_view plain, std::string_view context);
absl::StatusOr<std::string> Unseal(std::string_view key, std::string_view sealed, std::string_view context);

}  // namespace mib::security
