#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "identity.h"
#include "key_set.h"
#include "lru_map.h"
#include "mib/http/message.h"
#include "probe.h"

namespace mib::gateway {

/// What a request offers as proof; at most one is set.
struct Credentials {
  std::string token;
  std::string api_key;
  bool empty() const { return token.empty() && api_key.empty(); }
};

/// Authorization: Bearer, X-API-Key, or ?api_key=. UNAUTHENTICATED for another scheme.
absl::StatusOr<Credentials> CredentialsOf(const http::Request& request, const http::Target& target);

/// Proves identities. Tokens are verified here with auth's public keys and remembered until they expire, so that a
/// request of a known token costs a digest; API keys are asked of auth and remembered for 60 s (10 s where auth does
/// not know them), so that a revoked key is refused within 60 s. Caches are bounded and keyed by SHA-256: neither
/// tokens nor keys are kept. Thread safe.
class Authenticator {
 public:
  using Callback = std::function<void(absl::StatusOr<IdentityPtr>)>;

  /// `auth` must outlive this.
  Authenticator(rpc::Channel& auth, const security::VerifyOptions& options, const Clock& clock, Probe& probe);

  /// Calls `done` once: at once where the answer is known, else from another thread. Without credentials the identity
  /// is anonymous. TOKEN_EXPIRED, UNAUTHENTICATED, INVALID_API_KEY; SERVICE_UNAVAILABLE where auth has to be asked and
  /// is away.
  void Authenticate(const Credentials& credentials, Callback done);

 private:
  struct KnownKey {
    absl::Time until;
    /// Null: auth does not know the key.
    IdentityPtr identity;
  };

  void VerifyToken(const std::string& token, Callback done);
  absl::StatusOr<IdentityPtr> VerifyWith(const KeySet::VerifierPtr& verifier, const std::string& token,
                                         const std::string& digest);
  void VerifyKey(const std::string& key, Callback done);
  absl::StatusOr<IdentityPtr> TakeKeyAnswer(const std::string& digest, const absl::Status& status,
                                            const std::string& bytes);
  /// Counts a refusal and passes it on.
  absl::Status Refused(std::string_view reason, absl::Status status);

  rpc::Channel& auth_;
  const absl::Duration leeway_;
  const Clock& clock_;
  Probe& probe_;
  KeySet keys_;
  LruMap<IdentityPtr> tokens_;
  LruMap<KnownKey> api_keys_;
};

}  // namespace mib::gateway
