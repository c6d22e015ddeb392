#include "authenticator.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "mib/auth/v1/auth.pb.h"
#include "mib/base/errors.h"
#include "mib/base/status.h"
#include "mib/security/crypto.h"

namespace mib::gateway {
namespace {

constexpr size_t kMaxTokens = 50000;
constexpr size_t kMaxApiKeys = 50000;
constexpr absl::Duration kKnownKeyFor = absl::Seconds(60);
constexpr absl::Duration kUnknownKeyFor = absl::Seconds(10);
constexpr size_t kMaxTokenBytes = 8192;

absl::Status UnknownKey() {
  return errors::Make(api::v1::INVALID_API_KEY, "The API key is unknown, expired or revoked.");
}

absl::Status AuthAway() {
  return errors::Make(api::v1::SERVICE_UNAVAILABLE, "Credentials cannot be checked just now.");
}

/// "mib_" and 43 characters of base64url: what is not of that form needs no question to auth.
bool HasKeyForm(std::string_view key) {
  constexpr std::string_view kPrefix = "mib_";
  constexpr size_t kLength = 47;
  return key.size() == kLength && key.starts_with(kPrefix) &&
         std::all_of(key.begin() + kPrefix.size(), key.end(),
                     [](char c) { return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_'; });
}

IdentityPtr Anonymous() {
  static const IdentityPtr anonymous = std::make_shared<Identity>();
  return anonymous;
}

}  // namespace

absl::StatusOr<Credentials> CredentialsOf(const http::Request& request, const http::Target& target) {
  constexpr std::string_view kBearer = "bearer ";
  const std::string_view authorization = http::Find(request.headers, "authorization");
  if (!authorization.empty()) {
    const std::string scheme =
        absl::AsciiStrToLower(absl::string_view(authorization.data(), std::min(authorization.size(), kBearer.size())));
    if (scheme != kBearer) {
      return errors::Make(api::v1::UNAUTHENTICATED, "Authorization must be 'Bearer' and an access token.",
                          {{"scheme", "Bearer"}});
    }
    return Credentials{.token = std::string(authorization.substr(kBearer.size())), .api_key = {}};
  }
  if (const std::string_view key = http::Find(request.headers, "x-api-key"); !key.empty()) {
    return Credentials{.token = {}, .api_key = std::string(key)};
  }
  for (const auto& [name, value] : target.query) {
    if (name == "api_key") return Credentials{.token = {}, .api_key = value};
  }
  return Credentials{};
}

Authenticator::Authenticator(rpc::Channel& auth, const security::VerifyOptions& options, const Clock& clock,
                             Probe& probe)
    : auth_(auth),
      leeway_(options.leeway),
      clock_(clock),
      probe_(probe),
      keys_(auth, options, clock),
      tokens_(kMaxTokens),
      api_keys_(kMaxApiKeys) {}

absl::Status Authenticator::Refused(std::string_view reason, absl::Status status) {
  probe_.AuthFailure(reason).Increment();
  return status;
}

void Authenticator::Authenticate(const Credentials& credentials, Callback done) {
  if (!credentials.token.empty()) return VerifyToken(credentials.token, std::move(done));
  if (!credentials.api_key.empty()) return VerifyKey(credentials.api_key, std::move(done));
  done(Anonymous());
}

void Authenticator::VerifyToken(const std::string& token, Callback done) {
  if (token.size() > kMaxTokenBytes) {
    return done(Refused("invalid_token",
                        errors::Make(api::v1::UNAUTHENTICATED, "The token is too long.", {{"token", "invalid"}})));
  }
  const std::string digest = security::Sha256(token);
  if (const std::optional<IdentityPtr> known = tokens_.Get(digest)) {
    if (clock_.Now() < (*known)->expires_at + leeway_) return done(*known);
    tokens_.Erase(digest);
    return done(Refused("expired", errors::Make(api::v1::TOKEN_EXPIRED, "The access token has expired.")));
  }
  keys_.RefreshIfOld();
  const KeySet::VerifierPtr verifier = keys_.Current();
  if (verifier && verifier->HasKey(security::KeyIdOf(token))) return done(VerifyWith(verifier, token, digest));
  keys_.Refresh([this, token, digest, done = std::move(done)] { done(VerifyWith(keys_.Current(), token, digest)); });
}

absl::StatusOr<IdentityPtr> Authenticator::VerifyWith(const KeySet::VerifierPtr& verifier, const std::string& token,
                                                      const std::string& digest) {
  if (!verifier) return Refused("unavailable", AuthAway());
  absl::StatusOr<security::Claims> claims = verifier->Verify(token, clock_.Now());
  if (!claims.ok()) {
    const bool expired = errors::DetailOf(claims.status()).code() == api::v1::TOKEN_EXPIRED;
    if (expired) return Refused("expired", claims.status());
    // Which of the checks failed helps only who forges.
    return Refused("invalid_token",
                   errors::Make(api::v1::UNAUTHENTICATED, "The access token is not valid.", {{"token", "invalid"}}));
  }
  auto identity = std::make_shared<Identity>();
  identity->kind = Identity::Kind::kUser;
  identity->principal = {claims->subject, claims->username, claims->roles, claims->permissions};
  identity->expires_at = claims->expires_at;
  tokens_.Put(digest, identity);
  return identity;
}

void Authenticator::VerifyKey(const std::string& key, Callback done) {
  if (!HasKeyForm(key)) return done(Refused("invalid_key", UnknownKey()));
  const std::string digest = security::Sha256(key);
  if (const std::optional<KnownKey> known = api_keys_.Get(digest); known && clock_.Now() < known->until) {
    if (known->identity) return done(known->identity);
    return done(Refused("invalid_key", UnknownKey()));
  }
  auth::v1::VerifyApiKeyRequest request;
  request.set_key(key);
  auth_.CallBytes("mib.auth.v1.Auth/VerifyApiKey", request.SerializeAsString(), {},
                  [this, digest, done = std::move(done)](const absl::Status& status, const std::string& bytes) {
                    done(TakeKeyAnswer(digest, status, bytes));
                  });
}

absl::StatusOr<IdentityPtr> Authenticator::TakeKeyAnswer(const std::string& digest, const absl::Status& status,
                                                         const std::string& bytes) {
  const absl::Time now = clock_.Now();
  auth::v1::Principal principal;
  if (status.ok() && principal.ParseFromString(bytes) && !principal.user_id().empty()) {
    auto identity = std::make_shared<Identity>();
    identity->kind = Identity::Kind::kApiKey;
    identity->key_digest = security::Hex(digest);
    identity->principal = {principal.user_id(),
                           principal.username(),
                           {principal.roles().begin(), principal.roles().end()},
                           {principal.permissions().begin(), principal.permissions().end()}};
    api_keys_.Put(digest, {now + kKnownKeyFor, identity});
    return identity;
  }
  if (status.code() != absl::StatusCode::kUnauthenticated && status.code() != absl::StatusCode::kNotFound) {
    return Refused("unavailable", AuthAway());
  }
  api_keys_.Put(digest, {now + kUnknownKeyFor, nullptr});
  return Refused("invalid_key", UnknownKey());
}

}  // namespace mib::gateway
