#include <openssl/evp.h>

#include <cstdint>

#include "mib/base/ids.h"
#include "mib/security/crypto.h"
#include "openssl.h"

namespace mib::security {
namespace {

constexpr size_t kKeySize = 32;
constexpr size_t kNonceSize = 12;
constexpr size_t kTagSize = 16;
/// OpenSSL counts in int.
constexpr size_t kMaxSize = size_t{1} << 30;

unsigned char* Bytes(std::string& text, size_t offset) {
  return reinterpret_cast<unsigned char*>(text.data()) + offset;
}

absl::Status CheckSizes(std::string_view key, std::string_view text, std::string_view context) {
  if (key.size() != kKeySize) return absl::InvalidArgumentError("a sealing key has 32 bytes");
  if (text.size() > kMaxSize || context.size() > kMaxSize)
    return absl::InvalidArgumentError("too much to seal at once");
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::string> Seal(std::string_view key, std::string_view plain, std::string_view context) {
  if (absl::Status status = CheckSizes(key, plain, context); !status.ok()) return status;
  std::string sealed(kNonceSize + plain.size() + kTagSize, '\0');
  RandomBytes(Bytes(sealed, 0), kNonceSize);
  const CipherPtr cipher(EVP_CIPHER_CTX_new());
  int size = 0;
  const bool ok =
      EVP_EncryptInit_ex2(cipher.get(), EVP_aes_256_gcm(), Bytes(key), Bytes(sealed), nullptr) == 1 &&
      EVP_EncryptUpdate(cipher.get(), nullptr, &size, Bytes(context), static_cast<int>(context.size())) == 1 &&
      EVP_EncryptUpdate(cipher.get(), Bytes(sealed, kNonceSize), &size, Bytes(plain), static_cast<int>(plain.size())) ==
          1 &&
      EVP_EncryptFinal_ex(cipher.get(), Bytes(sealed, kNonceSize + plain.size()), &size) == 1 &&
      EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, kTagSize, Bytes(sealed, kNonceSize + plain.size())) == 1;
  if (!ok) return absl::InternalError("AES-256-GCM failed to seal");
  return sealed;
}

absl::StatusOr<std::string> Unseal(std::string_view key, std::string_view sealed, std::string_view context) {
  const ErrorsDiscarded discarded;
  if (absl::Status status = CheckSizes(key, sealed, context); !status.ok()) return status;
  if (sealed.size() < kNonceSize + kTagSize) return absl::InvalidArgumentError("sealed text is too short");
  const std::string_view body = sealed.substr(kNonceSize, sealed.size() - kNonceSize - kTagSize);
  std::string tag(sealed.substr(sealed.size() - kTagSize));
  // One byte more than needed, so that there is an address to write to where nothing is written.
  std::string plain(body.size() + 1, '\0');
  const CipherPtr cipher(EVP_CIPHER_CTX_new());
  int size = 0;
  const bool ok =
      EVP_DecryptInit_ex2(cipher.get(), EVP_aes_256_gcm(), Bytes(key), Bytes(sealed), nullptr) == 1 &&
      EVP_DecryptUpdate(cipher.get(), nullptr, &size, Bytes(context), static_cast<int>(context.size())) == 1 &&
      EVP_DecryptUpdate(cipher.get(), Bytes(plain, 0), &size, Bytes(body), static_cast<int>(body.size())) == 1 &&
      EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, kTagSize, tag.data()) == 1 &&
      EVP_DecryptFinal_ex(cipher.get(), Bytes(plain, body.size()), &size) == 1;
  if (!ok)
    return absl::InvalidArgumentError("sealed text was altered, or sealed with another key or for another purpose");
  plain.resize(body.size());
  return plain;
}

}  // namespace mib::security
