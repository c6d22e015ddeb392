#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace mib::notification {

/// Seals the secrets of channels for storage. Immutable, thread safe.
class SecretBox {
 public:
  /// From a file of 32 bytes. FAILED_PRECONDITION naming the file when it is not that.
  static absl::StatusOr<SecretBox> FromFile(const std::string& path);
  explicit SecretBox(std::string key) : key_(std::move(key)) {}

  /// A sealed secret opens only for the channel it was sealed for.
  absl::StatusOr<std::string> Seal(std::string_view secret, std::string_view channel_id) const;
  absl::StatusOr<std::string> Open(std::string_view sealed, std::string_view channel_id) const;

 private:
  std::string key_;
};

}  // namespace mib::notification
