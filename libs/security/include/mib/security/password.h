#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace mib::security {

struct PasswordCost {
  /// Passes over memory, and memory in KiB. OWASP's floor for Argon2id: 2 and 19456.
  unsigned passes = 2;
  size_t memory_kib = 19456;
};

/// Argon2id in PHC text form ("$argon2id$v=19$m=...").
absl::StatusOr<std::string> HashPassword(std::string_view password, const PasswordCost& cost);
/// False for a wrong password and for text that is no Argon2id hash.
bool VerifyPassword(std::string_view hash, std::string_view password);
/// True when the hash was made at another cost and should be made anew.
bool NeedsRehash(std::string_view hash, const PasswordCost& cost);

}  // namespace mib::security
