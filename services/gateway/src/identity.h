#pragma once

#include <memory>
#include <string>

#include "absl/time/time.h"
#include "mib/rpc/context.h"

namespace mib::gateway {

/// Who makes a request, as far as it was proved.
struct Identity {
  enum class Kind { kAnonymous, kUser, kApiKey };

  Kind kind = Kind::kAnonymous;
  rpc::Principal principal;
  /// Of an API key: names the key without giving it away.
  std::string key_digest;
  absl::Time expires_at = absl::InfiniteFuture();
};
using IdentityPtr = std::shared_ptr<const Identity>;

}  // namespace mib::gateway
