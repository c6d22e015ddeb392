#include "tokens.h"

#include "mib/security/crypto.h"
#include "roles.h"

namespace mib::auth {
namespace {

constexpr size_t kSecretBytes = 32;
constexpr size_t kSecretSize = 43;
constexpr std::string_view kApiKeyPrefix = "mib_";

}  // namespace

Secret NewRefreshToken() {
  Secret secret{.text = security::RandomToken(kSecretBytes), .hash = {}};
  secret.hash = HashOfSecret(secret.text);
  return secret;
}

Secret NewApiKey() {
  Secret secret{.text = std::string(kApiKeyPrefix) + security::RandomToken(kSecretBytes), .hash = {}};
  secret.hash = HashOfSecret(secret.text);
  return secret;
}

std::string HashOfSecret(std::string_view text) { return security::Sha256(text); }

bool LooksLikeApiKey(std::string_view text) {
  std::string ignored;
  return text.starts_with(kApiKeyPrefix) && text.size() == kApiKeyPrefix.size() + kSecretSize &&
         security::Base64UrlDecode(text.substr(kApiKeyPrefix.size()), &ignored);
}

absl::StatusOr<std::string> AccessTokens::Make(const User& user, std::string_view session_id, absl::Time now) const {
  const security::Claims claims{.subject = user.id,
                                .username = user.username,
                                .roles = user.roles,
                                .permissions = PermissionsOf(user.roles),
                                .session_id = std::string(session_id),
                                .issued_at = now,
                                .expires_at = now + options_.access_ttl};
  return keys_.signing_key().Sign(claims, options_.issuer, options_.audience);
}

}  // namespace mib::auth
