#include "mib/security/crypto.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <cstdint>

#include "mib/base/ids.h"

namespace mib::security {
namespace {

constexpr size_t kDigestSize = 32;

}  // namespace

std::string Sha256(std::string_view data) {
  std::string digest(kDigestSize, '\0');
  EVP_Digest(data.data(), data.size(), reinterpret_cast<unsigned char*>(digest.data()), nullptr, EVP_sha256(), nullptr);
  return digest;
}

std::string HmacSha256(std::string_view key, std::string_view data) {
  // A null key would mean "no key given" to OpenSSL; an empty one is a valid key.
  const void* key_data = key.empty() ? "" : key.data();
  std::string mac(kDigestSize, '\0');
  size_t size = 0;
  EVP_Q_mac(nullptr, "HMAC", nullptr, "SHA256", nullptr, key_data, key.size(),
            reinterpret_cast<const unsigned char*>(data.data()), data.size(),
            reinterpret_cast<unsigned char*>(mac.data()), mac.size(), &size);
  return mac;
}

std::string Hex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto byte = static_cast<uint8_t>(c);
    text.push_back(kDigits[byte >> 4]);
    text.push_back(kDigits[byte & 15]);
  }
  return text;
}

std::string RandomToken(size_t bytes) {
  std::string random(bytes, '\0');
  RandomBytes(reinterpret_cast<uint8_t*>(random.data()), random.size());
  return Base64UrlEncode(random);
}

bool EqualConstantTime(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace mib::security
