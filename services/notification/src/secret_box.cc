#include "secret_box.h"

#include <fmt/format.h>

#include <fstream>
#include <iterator>

#include "mib/security/crypto.h"

namespace mib::notification {
namespace {

constexpr size_t kKeyBytes = 32;

}  // namespace

absl::StatusOr<SecretBox> SecretBox::FromFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file.is_open()) return absl::FailedPreconditionError(fmt::format("key_file {} cannot be opened", path));
  std::string key((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (key.size() != kKeyBytes) {
    return absl::FailedPreconditionError(
        fmt::format("key_file {} holds {} bytes instead of {}; make one with: head -c 32 /dev/urandom", path,
                    key.size(), kKeyBytes));
  }
  return SecretBox(std::move(key));
}

absl::StatusOr<std::string> SecretBox::Seal(std::string_view secret, std::string_view channel_id) const {
  return security::Seal(key_, secret, channel_id);
}

absl::StatusOr<std::string> SecretBox::Open(std::string_view sealed, std::string_view channel_id) const {
  return security::Unseal(key_, sealed, channel_id);
}

}  // namespace mib::notification
