#include <catch2/catch_test_macros.hpp>

#include "mib/security/crypto.h"

namespace mib::security {
namespace {

std::string FromHex(std::string_view hex) {
  std::string bytes;
  for (size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes.push_back(static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16)));
  }
  return bytes;
}

const std::string kKey(32, 'k');

}  // namespace

TEST_CASE("Unsealing opens the AES-256-GCM test cases 14 and 16 of the GCM specification", "[unit][seal]") {
  const std::string zeros =
      std::string(12, '\0') + FromHex("cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919");
  CHECK(*Unseal(std::string(32, '\0'), zeros, "") == std::string(16, '\0'));

  const std::string sealed = FromHex(
      "cafebabefacedbaddecaf888522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b10"
      "56828838c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b");
  CHECK(*Unseal(FromHex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"), sealed,
                FromHex("feedfacedeadbeeffeedfacedeadbeefabaddad2")) ==
        FromHex("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aed"
                "f5aa0de6"
                "57ba637b39"));
}

TEST_CASE("What was sealed comes back, the empty text too", "[unit][seal]") {
  for (const std::string& text : {std::string(), std::string("x"), std::string(100000, 'z')}) {
    CHECK(*Unseal(kKey, *Seal(kKey, text, "purpose"), "purpose") == text);
  }
}

TEST_CASE("The same text sealed twice looks different", "[unit][seal]") {
  CHECK(*Seal(kKey, "text", "") != *Seal(kKey, "text", ""));
}

TEST_CASE("Sealed text does not open when any byte, the key or the purpose differs", "[unit][seal]") {
  const std::string sealed = *Seal(kKey, "a private key", "signing key 1");
  for (size_t i = 0; i < sealed.size(); ++i) {
    std::string altered = sealed;
    altered[i] = static_cast<char>(altered[i] ^ 1);
    CHECK(Unseal(kKey, altered, "signing key 1").status().code() == absl::StatusCode::kInvalidArgument);
  }
  CHECK_FALSE(Unseal(std::string(32, 'x'), sealed, "signing key 1").ok());
  CHECK_FALSE(Unseal(kKey, sealed, "signing key 2").ok());
  CHECK_FALSE(Unseal(kKey, sealed.substr(0, 27), "signing key 1").ok());
}

TEST_CASE("A sealing key of another size is refused", "[unit][seal]") {
  CHECK(Seal("short", "text", "").status().code() == absl::StatusCode::kInvalidArgument);
  CHECK(Unseal("short", std::string(64, 'x'), "").status().code() == absl::StatusCode::kInvalidArgument);
}

}  // namespace mib::security
