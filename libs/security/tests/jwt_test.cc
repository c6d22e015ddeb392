#include "mib/security/jwt.h"

#include <catch2/catch_test_macros.hpp>

#include "ec_key.h"
#include "mib/base/errors.h"
#include "mib/security/crypto.h"
#include "token_forge.h"

namespace mib::security {
namespace {

Claims AdasClaims(absl::Time now) {
  return Claims{.subject = "8d1f5c9e",
                .username = "ada \"the first\" \\ \n \xc3\xa4",
                .roles = {"manager", "analyst"},
                .permissions = {"read_data", "export_data"},
                .session_id = "5a1e",
                .issued_at = now,
                .expires_at = now + absl::Minutes(15)};
}

const VerifyOptions kOptions{.issuer = "mib", .audience = "api"};

}  // namespace

TEST_CASE("Claims come back from a signed token as they went in", "[unit][jwt]") {
  const absl::Time now = absl::FromUnixSeconds(1'700'000'000);
  const auto key = *SigningKey::Generate();
  const auto verifier = *Verifier::Make({key->public_key()}, kOptions);
  const Claims claims = AdasClaims(now);
  const auto verified = verifier->Verify(*key->Sign(claims, "mib", "api"), now);
  REQUIRE(verified.ok());
  CHECK(verified->subject == claims.subject);
  CHECK(verified->username == claims.username);
  CHECK(verified->roles == claims.roles);
  CHECK(verified->permissions == claims.permissions);
  CHECK(verified->session_id == claims.session_id);
  CHECK(verified->issued_at == claims.issued_at);
  CHECK(verified->expires_at == claims.expires_at);
}

TEST_CASE("A token is good until its expiry and the leeway, then it is expired", "[unit][jwt]") {
  const absl::Time now = absl::FromUnixSeconds(1'700'000'000);
  const auto key = *SigningKey::Generate();
  const auto verifier = *Verifier::Make({key->public_key()}, kOptions);
  const std::string token = *key->Sign(AdasClaims(now), "mib", "api");
  const absl::Time end = now + absl::Minutes(15) + absl::Seconds(30);
  CHECK(verifier->Verify(token, end - absl::Seconds(1)).ok());
  CHECK(errors::DetailOf(verifier->Verify(token, end).status()).code() == api::v1::TOKEN_EXPIRED);
}

TEST_CASE("A key survives its PEM form, with the same id", "[unit][jwt]") {
  const auto key = *SigningKey::Generate();
  const auto again = *SigningKey::FromPem(key->ToPem());
  CHECK(again->public_key().kid == key->public_key().kid);
  const absl::Time now = absl::FromUnixSeconds(1'700'000'000);
  const std::string token = *again->Sign(AdasClaims(now), "mib", "api");
  CHECK((*Verifier::Make({key->public_key()}, kOptions))->Verify(token, now).ok());
  CHECK(KeyIdOf(token) == key->public_key().kid);
}

TEST_CASE("Two tokens of the same claims differ, so that one can be told from the other", "[unit][jwt]") {
  const absl::Time now = absl::FromUnixSeconds(1'700'000'000);
  const auto key = *SigningKey::Generate();
  const std::string first = *key->Sign(AdasClaims(now), "mib", "api");
  const std::string second = *key->Sign(AdasClaims(now), "mib", "api");
  CHECK(first.substr(0, first.rfind('.')) != second.substr(0, second.rfind('.')));
}

TEST_CASE("A key that is no private P-256 key is refused", "[unit][jwt]") {
  CHECK_FALSE(SigningKey::FromPem("").ok());
  CHECK_FALSE(SigningKey::FromPem("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n").ok());
  const KeyPtr other_curve(EVP_EC_gen("P-384"));
  CHECK_FALSE(SigningKey::FromPem(KeyToPem(other_curve.get())).ok());
}

TEST_CASE("A verifier refuses points off the curve, short coordinates and doubled ids", "[unit][jwt]") {
  const PublicKey good = (*SigningKey::Generate())->public_key();
  PublicKey off = good;
  off.y = good.x;
  CHECK_FALSE(Verifier::Make({off}, kOptions).ok());
  PublicKey brief = good;
  brief.x = "AAAA";
  CHECK_FALSE(Verifier::Make({brief}, kOptions).ok());
  CHECK_FALSE(Verifier::Make({good, good}, kOptions).ok());
  PublicKey nameless = good;
  nameless.kid.clear();
  CHECK_FALSE(Verifier::Make({nameless}, kOptions).ok());
}

TEST_CASE("The example signature of RFC 7515 A.3 verifies", "[unit][jwt]") {
  const KeyPtr key = *KeyFromPoint({.kid = "example",
                                    .x = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
                                    .y = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"});
  const std::string_view text =
      "eyJhbGciOiJFUzI1NiJ9."
      "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
  std::string signature;
  REQUIRE(Base64UrlDecode("DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q",
                          &signature));
  CHECK(VerifyRaw(key.get(), text, signature));
  CHECK_FALSE(VerifyRaw(key.get(), std::string(text) + "x", signature));
}

}  // namespace mib::security
