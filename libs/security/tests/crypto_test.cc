#include "mib/security/crypto.h"

#include <catch2/catch_test_macros.hpp>
#include <set>
#include <utility>
#include <vector>

namespace mib::security {

TEST_CASE("SHA-256 gives the vectors of FIPS 180-4", "[unit][crypto]") {
  CHECK(Hex(Sha256("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(Hex(Sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("HMAC-SHA-256 gives the vectors of RFC 4231", "[unit][crypto]") {
  CHECK(Hex(HmacSha256(std::string(20, '\x0b'), "Hi There")) ==
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  CHECK(Hex(HmacSha256("Jefe", "what do ya want for nothing?")) ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  CHECK(Hex(HmacSha256(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First")) ==
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST_CASE("HMAC takes an empty key and an empty text", "[unit][crypto]") {
  CHECK(Hex(HmacSha256("", "")) == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

TEST_CASE("base64url gives the vectors of RFC 4648 without padding, both ways", "[unit][crypto]") {
  const std::vector<std::pair<std::string, std::string>> vectors = {
      {"", ""},           {"f", "Zg"},          {"fo", "Zm8"},          {"foo", "Zm9v"},
      {"foob", "Zm9vYg"}, {"fooba", "Zm9vYmE"}, {"foobar", "Zm9vYmFy"}, {"\xfb\xff", "-_8"}};
  for (const auto& [bytes, text] : vectors) {
    CHECK(Base64UrlEncode(bytes) == text);
    std::string decoded;
    REQUIRE(Base64UrlDecode(text, &decoded));
    CHECK(decoded == bytes);
  }
}

TEST_CASE("base64url refuses padding, the other alphabet and bits that should be zero", "[unit][crypto]") {
  std::string out;
  for (const std::string_view text : {"Zg==", "Zm8=", "+/8", "Zm 9", "Zh", "Zm9", "A", "Zm9vY", "Z\xc3g"}) {
    INFO(text);
    CHECK_FALSE(Base64UrlDecode(text, &out));
  }
}

TEST_CASE("Random tokens have the length asked for and do not repeat", "[unit][crypto]") {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const std::string token = RandomToken(32);
    CHECK(token.size() == 43);
    seen.insert(token);
  }
  CHECK(seen.size() == 1000);
}

TEST_CASE("The constant-time comparison is a comparison", "[unit][crypto]") {
  CHECK(EqualConstantTime("", ""));
  CHECK(EqualConstantTime("same", "same"));
  CHECK_FALSE(EqualConstantTime("same", "sama"));
  CHECK_FALSE(EqualConstantTime("same", "samee"));
}

}  // namespace mib::security
