#include "mib/security/password.h"

#include <sodium.h>

#include <algorithm>
#include <array>

namespace mib::security {
namespace {

constexpr std::string_view kPrefix = "$argon2id$";
constexpr size_t kBytesPerKib = 1024;

/// libsodium reads a hash as zero-terminated text of at most this size.
using HashText = std::array<char, crypto_pwhash_STRBYTES>;

bool ToHashText(std::string_view hash, HashText* text) {
  if (!hash.starts_with(kPrefix) || hash.size() >= text->size() || hash.find('\0') != std::string_view::npos)
    return false;
  text->fill('\0');
  std::copy(hash.begin(), hash.end(), text->begin());
  return sodium_init() >= 0;
}

}  // namespace

absl::StatusOr<std::string> HashPassword(std::string_view password, const PasswordCost& cost) {
  if (sodium_init() < 0) return absl::InternalError("libsodium cannot be initialised");
  HashText text{};
  if (crypto_pwhash_str_alg(text.data(), password.data(), password.size(), cost.passes, cost.memory_kib * kBytesPerKib,
                            crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return absl::ResourceExhaustedError("no memory to hash a password, or a cost out of range");
  }
  return std::string(text.data());
}

bool VerifyPassword(std::string_view hash, std::string_view password) {
  HashText text;
  return ToHashText(hash, &text) && crypto_pwhash_str_verify(text.data(), password.data(), password.size()) == 0;
}

bool NeedsRehash(std::string_view hash, const PasswordCost& cost) {
  HashText text;
  return !ToHashText(hash, &text) ||
         crypto_pwhash_str_needs_rehash(text.data(), cost.passes, cost.memory_kib * kBytesPerKib) != 0;
}

}  // namespace mib::security
