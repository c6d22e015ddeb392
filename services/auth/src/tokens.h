#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "key_ring.h"
#include "stores.h"

namespace mib::auth {

struct TokenOptions {
  std::string issuer;
  std::string audience;
  absl::Duration access_ttl = absl::Minutes(15);
  absl::Duration session_ttl = absl::Hours(24 * 7);
};

/// A secret handed to a client once; only its hash is kept. 256 random bits need no slow hash.
struct Secret {
  std::string text;
  std::string hash;
};

/// 43 characters.
Secret NewRefreshToken();
/// "mib_" and 43 characters.
Secret NewApiKey();
std::string HashOfSecret(std::string_view text);
bool LooksLikeApiKey(std::string_view text);

/// Makes access tokens. Thread safe; `keys` must outlive it.
class AccessTokens {
 public:
  AccessTokens(const KeyRing& keys, const TokenOptions& options) : keys_(keys), options_(options) {}
  absl::StatusOr<std::string> Make(const User& user, std::string_view session_id, absl::Time now) const;
  const TokenOptions& options() const { return options_; }

 private:
  const KeyRing& keys_;
  const TokenOptions options_;
};

}  // namespace mib::auth
