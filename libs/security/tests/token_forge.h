#pragma once

// Makes tokens that nobody should accept: any header, any body, any signature.

#include <memory>
#include <string>
#include <string_view>

#include "mib/security/jwt.h"
#include "openssl.h"

namespace mib::security {

inline constexpr std::string_view kTestIssuer = "https://mib.test";
inline constexpr std::string_view kTestAudience = "mib-api";

class TokenForge {
 public:
  TokenForge();

  const SigningKey& key() const { return *key_; }
  const std::string& kid() const { return kid_; }
  /// A verifier that knows the key.
  std::unique_ptr<Verifier> MakeVerifier() const;

  std::string GoodHeader() const;
  std::string GoodBody() const;
  /// Any two JSON texts, properly signed by the known key.
  std::string Signed(std::string_view header, std::string_view body) const;
  /// The same with a signature of one's own.
  static std::string Assemble(std::string_view header, std::string_view body, std::string_view signature);

  absl::Time now() const { return now_; }

 private:
  const absl::Time now_ = absl::FromUnixSeconds(1'700'000'000);
  std::unique_ptr<SigningKey> key_;
  std::string kid_;
  KeyPtr raw_key_;
};

}  // namespace mib::security
