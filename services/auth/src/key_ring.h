#pragma once

// The platform's signing keys: the newest signs, all verify.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "mib/security/jwt.h"
#include "stores.h"

namespace mib::auth {

/// Unchanging once loaded; thread safe.
class KeyRing {
 public:
  /// Opens what is stored; makes the first key where there is none. kInvalidArgument when `sealing_key` does not open
  /// the keys.
  static absl::StatusOr<KeyRing> Load(SigningKeyStore& store, std::string_view sealing_key, absl::Time now);

  const security::SigningKey& signing_key() const { return *signing_key_; }
  const std::vector<security::PublicKey>& public_keys() const { return public_keys_; }

 private:
  std::unique_ptr<security::SigningKey> signing_key_;
  std::vector<security::PublicKey> public_keys_;
};

}  // namespace mib::auth
