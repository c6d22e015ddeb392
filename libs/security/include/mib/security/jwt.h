#pragma once

// Access tokens: JWTs signed with ES256 (RFC 7518) and nothing else; the algorithm is pinned per key (RFC 8725).

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace mib::security {

struct Claims {
  std::string subject;
  std::string username;
  std::vector<std::string> roles;
  std::vector<std::string> permissions;
  std::string session_id;
  absl::Time issued_at;
  absl::Time expires_at;
};

/// A public key as JWKS carries it (RFC 7517); coordinates are base64url.
struct PublicKey {
  std::string kid;
  std::string x;
  std::string y;
};

/// A P-256 private key. Thread safe.
class SigningKey {
 public:
  static absl::StatusOr<std::unique_ptr<SigningKey>> Generate();
  static absl::StatusOr<std::unique_ptr<SigningKey>> FromPem(std::string_view pem);
  virtual ~SigningKey() = default;
  virtual std::string ToPem() const = 0;
  virtual PublicKey public_key() const = 0;
  /// `iss` and `aud` as given, `typ` "at+jwt" (RFC 9068).
  virtual absl::StatusOr<std::string> Sign(const Claims& claims, std::string_view issuer,
                                           std::string_view audience) const = 0;
};

struct VerifyOptions {
  std::string issuer;
  std::string audience;
  absl::Duration leeway = absl::Seconds(30);
};

/// Checks tokens against a fixed set of keys. Thread safe. TOKEN_EXPIRED for an expired one, UNAUTHENTICATED for
/// everything else.
class Verifier {
 public:
  static absl::StatusOr<std::unique_ptr<Verifier>> Make(const std::vector<PublicKey>& keys,
                                                        const VerifyOptions& options);
  virtual ~Verifier() = default;
  virtual absl::StatusOr<Claims> Verify(std::string_view token, absl::Time now) const = 0;
  virtual bool HasKey(std::string_view kid) const = 0;
};

/// The `kid` a token claims to be signed with; empty when it cannot be read.
std::string KeyIdOf(std::string_view token);

}  // namespace mib::security
