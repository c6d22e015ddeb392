#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "mib/base/clock.h"
#include "mib/rpc/channel.h"
#include "mib/security/jwt.h"

namespace mib::gateway {

/// The public keys that access tokens are signed with, fetched from auth. Keys once fetched are kept while auth is
/// away. Thread safe.
class KeySet {
 public:
  using VerifierPtr = std::shared_ptr<const security::Verifier>;

  /// `auth` must outlive this and finish its calls before this goes.
  KeySet(rpc::Channel& auth, const security::VerifyOptions& options, const Clock& clock)
      : auth_(auth), options_(options), clock_(clock) {}

  /// Null until keys have been fetched.
  VerifierPtr Current() const;
  /// Fetches the keys and then calls `done`, from another thread. Calls it at once when they were asked for less than
  /// 10 s ago (less than 1 s while there are none): an unknown key name must not turn into a call per request.
  void Refresh(std::function<void()> done);
  /// Starts a refresh when the keys are older than 5 minutes; does not wait.
  void RefreshIfOld();

 private:
  void Take(const absl::Status& status, const std::string& bytes);

  rpc::Channel& auth_;
  const security::VerifyOptions options_;
  const Clock& clock_;
  mutable std::mutex mutex_;
  VerifierPtr verifier_;
  absl::Time asked_at_ = absl::InfinitePast();
  absl::Time fetched_at_ = absl::InfinitePast();
  bool fetching_ = false;
  std::vector<std::function<void()>> waiting_;
};

}  // namespace mib::gateway
