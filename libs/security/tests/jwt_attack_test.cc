#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "ec_key.h"
#include "fmt/format.h"
#include "mib/base/errors.h"
#include "mib/base/status.h"
#include "mib/security/crypto.h"
#include "token_forge.h"

namespace mib::security {
namespace {

std::string Replace(std::string text, std::string_view what, std::string_view with) {
  const size_t at = text.find(what);
  REQUIRE(at != std::string::npos);
  return text.replace(at, what.size(), with);
}

/// All refusals must look alike: the same code and the same words.
void CheckRefused(const TokenForge& forge, std::string_view name, std::string_view token) {
  INFO("token: " << name);
  const absl::StatusOr<Claims> claims = forge.MakeVerifier()->Verify(token, forge.now());
  REQUIRE_FALSE(claims.ok());
  CHECK(errors::DetailOf(claims.status()).code() == api::v1::UNAUTHENTICATED);
  CHECK(MessageOf(claims.status()) == "The access token is not valid.");
}

std::string Header(std::string_view members) { return fmt::format("{{{}}}", members); }

}  // namespace

TEST_CASE("The forge's own good token is accepted, so that refusals mean something", "[unit][jwt]") {
  const TokenForge forge;
  const auto claims = forge.MakeVerifier()->Verify(forge.Signed(forge.GoodHeader(), forge.GoodBody()), forge.now());
  REQUIRE(claims.ok());
  CHECK(claims->username == "ada");
}

TEST_CASE("A token with another algorithm is refused whatever its signature", "[unit][jwt]") {
  const TokenForge forge;
  const PublicKey public_key = forge.key().public_key();
  for (const std::string_view algorithm :
       {"none", "None", "NONE", "nOnE", "", "HS256", "HS384", "HS512", "RS256", "PS256", "ES384", "ES512", "ES256K",
        "EdDSA", "es256", "Es256", "ES256 ", " ES256"}) {
    const std::string header = Replace(forge.GoodHeader(), "ES256", algorithm);
    CheckRefused(forge, algorithm, forge.Signed(header, forge.GoodBody()));
    CheckRefused(forge, algorithm, TokenForge::Assemble(header, forge.GoodBody(), ""));
    // The public key as a shared secret: the classic confusion of algorithms.
    const std::string text = Base64UrlEncode(header) + "." + Base64UrlEncode(forge.GoodBody());
    CheckRefused(forge, algorithm, text + "." + Base64UrlEncode(HmacSha256(public_key.x + public_key.y, text)));
  }
}

TEST_CASE("A signature that nobody made is refused", "[unit][jwt]") {
  const TokenForge forge;
  const std::string good = forge.Signed(forge.GoodHeader(), forge.GoodBody());
  const std::string signed_part = good.substr(0, good.rfind('.') + 1);
  std::string raw;
  REQUIRE(Base64UrlDecode(good.substr(good.rfind('.') + 1), &raw));
  REQUIRE(raw.size() == 64);

  CheckRefused(forge, "r = s = 0", signed_part + Base64UrlEncode(std::string(64, '\0')));
  CheckRefused(forge, "all ones", signed_part + Base64UrlEncode(std::string(64, '\xff')));
  CheckRefused(forge, "s = 0", signed_part + Base64UrlEncode(raw.substr(0, 32) + std::string(32, '\0')));
  CheckRefused(forge, "r and s exchanged", signed_part + Base64UrlEncode(raw.substr(32) + raw.substr(0, 32)));
  for (size_t size = 0; size < 64; ++size) {
    CheckRefused(forge, "truncated", signed_part + Base64UrlEncode(raw.substr(0, size)));
  }
  CheckRefused(forge, "65 bytes", signed_part + Base64UrlEncode(raw + '\0'));
  CheckRefused(forge, "twice", signed_part + Base64UrlEncode(raw + raw));
  for (size_t bit = 0; bit < 512; bit += 7) {
    std::string flipped = raw;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
    CheckRefused(forge, "one bit flipped", signed_part + Base64UrlEncode(flipped));
  }
  const TokenForge other;
  CheckRefused(forge, "another key under this key's id", other.Signed(forge.GoodHeader(), forge.GoodBody()));
}

TEST_CASE("A header that names or brings another key is refused", "[unit][jwt]") {
  const TokenForge forge;
  const TokenForge other;
  const std::string long_kid(5000, 'k');
  for (const std::string& kid :
       {std::string(), std::string("../../dev/null"), std::string("' OR 1=1 --"), std::string("x\\u0000"), long_kid,
        other.kid(), forge.kid() + " ", forge.kid().substr(1)}) {
    CheckRefused(forge, "kid " + kid, forge.Signed(Replace(forge.GoodHeader(), forge.kid(), kid), forge.GoodBody()));
  }
  const std::string base = fmt::format(R"("alg":"ES256","typ":"at+jwt","kid":"{}")", forge.kid());
  for (const std::string_view extra :
       {R"("jku":"http://127.0.0.1/keys")", R"("jwk":{"kty":"EC"})", R"("x5u":"http://127.0.0.1")", R"("x5c":["a"])",
        R"("crit":["exp"])", R"("crit":[])", R"("jwk":null)"}) {
    CheckRefused(forge, extra, forge.Signed(Header(base + "," + std::string(extra)), forge.GoodBody()));
  }
  CheckRefused(forge, "kid is a number", forge.Signed(R"({"alg":"ES256","typ":"at+jwt","kid":1})", forge.GoodBody()));
  CheckRefused(forge, "no kid", forge.Signed(R"({"alg":"ES256","typ":"at+jwt"})", forge.GoodBody()));
}

TEST_CASE("A token of another type, issuer or audience is refused", "[unit][jwt]") {
  const TokenForge forge;
  for (const std::string_view type : {"JWT", "jwt", "rt+jwt", "AT+JWT", "", "id_token"}) {
    CheckRefused(forge, type, forge.Signed(Replace(forge.GoodHeader(), "at+jwt", type), forge.GoodBody()));
  }
  CheckRefused(forge, "no typ",
               forge.Signed(fmt::format(R"({{"alg":"ES256","kid":"{}"}})", forge.kid()), forge.GoodBody()));
  for (const std::string_view issuer : {"", "https://mib.test/", "https://MIB.test", "https://evil.test"}) {
    CheckRefused(forge, issuer, forge.Signed(forge.GoodHeader(), Replace(forge.GoodBody(), kTestIssuer, issuer)));
  }
  for (const std::string_view audience : {"", "mib", "mib-api2", "other"}) {
    CheckRefused(
        forge, audience,
        forge.Signed(forge.GoodHeader(), Replace(forge.GoodBody(), "\"mib-api\"", fmt::format("\"{}\"", audience))));
  }
  CheckRefused(forge, "several audiences",
               forge.Signed(forge.GoodHeader(), Replace(forge.GoodBody(), "\"mib-api\"", R"(["mib-api","x"])")));
}

TEST_CASE("A body with a missing, doubled or mistyped claim is refused", "[unit][jwt]") {
  const TokenForge forge;
  const std::string body = forge.GoodBody();
  for (const std::string_view claim : {"iss", "aud", "sub", "username", "roles", "permissions", "sid", "iat", "exp"}) {
    const std::string renamed = Replace(body, fmt::format("\"{}\"", claim), "\"other\"");
    CheckRefused(forge, fmt::format("without {}", claim), forge.Signed(forge.GoodHeader(), renamed));
    const std::string doubled = Replace(body, "{", fmt::format(R"({{"{}":"x",)", claim));
    CheckRefused(forge, fmt::format("{} twice", claim), forge.Signed(forge.GoodHeader(), doubled));
  }
  const std::string exp = fmt::format("\"exp\":{}", absl::ToUnixSeconds(forge.now()) + 900);
  for (const std::string_view value : {"\"1800000000\"", "1800000000.5", "1e99", "-1", "0", "null", "true", "[]",
                                       "99999999999999999999", "253402300800"}) {
    CheckRefused(forge, value, forge.Signed(forge.GoodHeader(), Replace(body, exp, fmt::format("\"exp\":{}", value))));
  }
  for (const std::string_view value : {"\"\"", "1", "null", "[\"u1\"]"}) {
    CheckRefused(forge, value, forge.Signed(forge.GoodHeader(), Replace(body, "\"u1\"", value)));
  }
  CheckRefused(forge, "roles is text", forge.Signed(forge.GoodHeader(), Replace(body, R"(["viewer"])", R"("admin")")));
  CheckRefused(forge, "a role is a number", forge.Signed(forge.GoodHeader(), Replace(body, R"("viewer")", "1")));
  CheckRefused(forge, "nbf in the future",
               forge.Signed(forge.GoodHeader(), Replace(body, "{", R"({"nbf":1800000000,)")));
  CheckRefused(forge, "nbf is text", forge.Signed(forge.GoodHeader(), Replace(body, "{", R"({"nbf":"1",)")));
  CheckRefused(forge, "iat in the future",
               forge.Signed(forge.GoodHeader(), Replace(body, "\"iat\":1700000000", "\"iat\":1700000031")));
}

TEST_CASE("Text that is not three canonical base64url parts of JSON objects is refused", "[unit][jwt]") {
  const TokenForge forge;
  const std::string good = forge.Signed(forge.GoodHeader(), forge.GoodBody());
  for (const std::string& token : {std::string(), std::string("."), std::string(".."), std::string("..."),
                                   std::string("a.b.c"), good + ".", "." + good, good + "." + good, good + " ",
                                   " " + good, good + "\n", good + '\0', good + "=", good + "==", "Bearer " + good,
                                   good.substr(0, good.rfind('.')), good.substr(0, good.rfind('.') + 1), good + "A"}) {
    CheckRefused(forge, token, token);
  }
  // The last character of a 64-byte signature holds 4 bits that must be zero.
  std::string not_canonical = good;
  not_canonical.back() = static_cast<char>(not_canonical.back() + 1);
  CheckRefused(forge, "not canonical", not_canonical);
  for (const std::string_view json : {"", "{", "[]", "null", "1", "\"x\"", "{}{}", "{} x", "\xff"}) {
    CheckRefused(forge, json, forge.Signed(json, forge.GoodBody()));
    CheckRefused(forge, json, forge.Signed(forge.GoodHeader(), json));
  }
  CheckRefused(forge, "1 MB", std::string(1 << 20, 'a'));
  CheckRefused(forge, "1 MB of dots", std::string(1 << 20, '.'));
  CheckRefused(forge, "a good token with 1 MB of padding", good + std::string(1 << 20, 'A'));
  const std::string deep = std::string(3000, '[') + std::string(3000, ']');
  CheckRefused(forge, "deep", forge.Signed(forge.GoodHeader(), deep));
}

TEST_CASE("A refusal leaves nothing in OpenSSL's error queue, where TLS would find it", "[unit][jwt]") {
  const TokenForge forge;
  const TokenForge other;
  const std::string forged = other.Signed(forge.GoodHeader(), forge.GoodBody());
  ERR_clear_error();
  CHECK_FALSE(forge.MakeVerifier()->Verify(forged, forge.now()).ok());
  CHECK_FALSE(SigningKey::FromPem("no key").ok());
  CHECK(ERR_peek_error() == 0);
}

TEST_CASE("A key that was taken away no longer verifies", "[unit][jwt]") {
  const TokenForge old_key;
  const TokenForge new_key;
  const std::string token = old_key.Signed(old_key.GoodHeader(), old_key.GoodBody());
  CHECK(new_key.MakeVerifier()->HasKey(new_key.kid()));
  CHECK_FALSE(new_key.MakeVerifier()->HasKey(old_key.kid()));
  CheckRefused(new_key, "rotated away", token);
}

}  // namespace mib::security
