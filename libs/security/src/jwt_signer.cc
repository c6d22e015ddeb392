#include "ec_key.h"
#include "fmt/format.h"
#include "json_claims.h"
#include "mib/base/status.h"
#include "mib/security/crypto.h"
#include "mib/security/jwt.h"

namespace mib::security {
namespace {

class EcSigningKey final : public SigningKey {
 public:
  EcSigningKey(KeyPtr key, PublicKey public_key) : key_(std::move(key)), public_key_(std::move(public_key)) {}

  std::string ToPem() const override { return KeyToPem(key_.get()); }
  PublicKey public_key() const override { return public_key_; }

  absl::StatusOr<std::string> Sign(const Claims& claims, std::string_view issuer,
                                   std::string_view audience) const override {
    const std::string header = fmt::format(R"({{"alg":"ES256","typ":"at+jwt","kid":{}}})", JsonString(public_key_.kid));
    const std::string body = fmt::format(
        R"({{"iss":{},"aud":{},"sub":{},"username":{},"roles":{},"permissions":{},"sid":{},"jti":"{}","iat":{},"exp":{}}})",
        JsonString(issuer), JsonString(audience), JsonString(claims.subject), JsonString(claims.username),
        JsonStrings(claims.roles), JsonStrings(claims.permissions), JsonString(claims.session_id), RandomToken(12),
        absl::ToUnixSeconds(claims.issued_at), absl::ToUnixSeconds(claims.expires_at));
    const std::string signed_part = Base64UrlEncode(header) + "." + Base64UrlEncode(body);
    ASSIGN_OR_RETURN(const std::string signature, SignRaw(key_.get(), signed_part));
    return signed_part + "." + Base64UrlEncode(signature);
  }

 private:
  const KeyPtr key_;
  const PublicKey public_key_;
};

absl::StatusOr<std::unique_ptr<SigningKey>> Wrap(absl::StatusOr<KeyPtr> key) {
  if (!key.ok()) return std::move(key).status();
  ASSIGN_OR_RETURN(PublicKey public_key, PublicKeyOf(key->get()));
  return std::make_unique<EcSigningKey>(*std::move(key), std::move(public_key));
}

}  // namespace

absl::StatusOr<std::unique_ptr<SigningKey>> SigningKey::Generate() { return Wrap(GenerateKey()); }
absl::StatusOr<std::unique_ptr<SigningKey>> SigningKey::FromPem(std::string_view pem) { return Wrap(KeyFromPem(pem)); }

}  // namespace mib::security
