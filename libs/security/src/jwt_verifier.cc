#include <array>
#include <functional>
#include <map>
#include <optional>

#include "ec_key.h"
#include "json_claims.h"
#include "mib/base/errors.h"
#include "mib/base/status.h"
#include "mib/security/crypto.h"
#include "mib/security/jwt.h"

namespace mib::security {
namespace {

/// A token of ours has less than 1 KiB; what is larger is not worth parsing.
constexpr size_t kMaxTokenSize = 8 * 1024;

struct TokenParts {
  std::string_view header;
  std::string_view body;
  std::string_view signature;
  /// Header and body with the dot between: what is signed.
  std::string_view signed_part;
};

std::optional<TokenParts> Split(std::string_view token) {
  if (token.size() > kMaxTokenSize) return std::nullopt;
  const size_t first = token.find('.');
  if (first == std::string_view::npos) return std::nullopt;
  const size_t second = token.find('.', first + 1);
  if (second == std::string_view::npos || token.find('.', second + 1) != std::string_view::npos) return std::nullopt;
  return TokenParts{token.substr(0, first), token.substr(first + 1, second - first - 1), token.substr(second + 1),
                    token.substr(0, second)};
}

/// One text for every fault, so that an attacker learns nothing from it.
absl::Status Refused() { return errors::Make(api::v1::UNAUTHENTICATED, "The access token is not valid."); }

class EcVerifier final : public Verifier {
 public:
  EcVerifier(std::map<std::string, KeyPtr, std::less<>> keys, const VerifyOptions& options)
      : keys_(std::move(keys)), options_(options) {}

  absl::StatusOr<Claims> Verify(std::string_view token, absl::Time now) const override {
    const std::optional<TokenParts> parts = Split(token);
    if (!parts || !SignatureHolds(*parts)) return Refused();
    std::string json;
    TokenBody body;
    if (!Base64UrlDecode(parts->body, &json) || !ParseBody(json, &body)) return Refused();
    if (body.issuer != options_.issuer || body.audience != options_.audience) return Refused();
    if (body.claims.issued_at > now + options_.leeway || body.not_before > now + options_.leeway) return Refused();
    if (body.claims.expires_at + options_.leeway <= now) {
      return errors::Make(api::v1::TOKEN_EXPIRED, "The access token has expired.");
    }
    return std::move(body.claims);
  }

  bool HasKey(std::string_view kid) const override { return keys_.find(kid) != keys_.end(); }

 private:
  bool SignatureHolds(const TokenParts& parts) const {
    std::string json, signature;
    TokenHeader header;
    if (!Base64UrlDecode(parts.header, &json) || !ParseHeader(json, &header)) return false;
    if (header.algorithm != "ES256" || header.type != "at+jwt" || header.brings_own_key) return false;
    const auto key = keys_.find(header.key_id);
    return key != keys_.end() && Base64UrlDecode(parts.signature, &signature) &&
           VerifyRaw(key->second.get(), parts.signed_part, signature);
  }

  const std::map<std::string, KeyPtr, std::less<>> keys_;
  const VerifyOptions options_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Verifier>> Verifier::Make(const std::vector<PublicKey>& keys,
                                                         const VerifyOptions& options) {
  std::map<std::string, KeyPtr, std::less<>> parsed;
  for (const PublicKey& key : keys) {
    ASSIGN_OR_RETURN(KeyPtr point, KeyFromPoint(key));
    if (key.kid.empty() || !parsed.emplace(key.kid, std::move(point)).second) {
      return absl::InvalidArgumentError("keys need ids, each its own");
    }
  }
  return std::make_unique<EcVerifier>(std::move(parsed), options);
}

std::string KeyIdOf(std::string_view token) {
  const std::optional<TokenParts> parts = Split(token);
  std::string json;
  TokenHeader header;
  if (!parts || !Base64UrlDecode(parts->header, &json) || !ParseHeader(json, &header)) return {};
  return header.key_id;
}

}  // namespace mib::security
