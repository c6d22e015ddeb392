#include "token_forge.h"

#include "ec_key.h"
#include "fmt/format.h"
#include "mib/security/crypto.h"

namespace mib::security {

TokenForge::TokenForge()
    : key_(*SigningKey::Generate()), kid_(key_->public_key().kid), raw_key_(*KeyFromPem(key_->ToPem())) {}

std::unique_ptr<Verifier> TokenForge::MakeVerifier() const {
  return *Verifier::Make({key_->public_key()},
                         {.issuer = std::string(kTestIssuer), .audience = std::string(kTestAudience)});
}

std::string TokenForge::GoodHeader() const {
  return fmt::format(R"({{"alg":"ES256","typ":"at+jwt","kid":"{}"}})", kid_);
}

std::string TokenForge::GoodBody() const {
  return fmt::format(
      R"({{"iss":"{}","aud":"{}","sub":"u1","username":"ada","roles":["viewer"],"permissions":["read_data"],)"
      R"("sid":"s1","iat":{},"exp":{}}})",
      kTestIssuer, kTestAudience, absl::ToUnixSeconds(now_), absl::ToUnixSeconds(now_) + 900);
}

std::string TokenForge::Signed(std::string_view header, std::string_view body) const {
  const std::string text = Base64UrlEncode(header) + "." + Base64UrlEncode(body);
  return text + "." + Base64UrlEncode(*SignRaw(raw_key_.get(), text));
}

std::string TokenForge::Assemble(std::string_view header, std::string_view body, std::string_view signature) {
  return Base64UrlEncode(header) + "." + Base64UrlEncode(body) + "." + Base64UrlEncode(signature);
}

}  // namespace mib::security
