#pragma once

#include <cstdint>
#include <functional>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "mib/base/clock.h"

namespace mib::resilience {

/// Exponential waits with full jitter: the n-th is uniform in [0, min(cap, base * 2^n)].
struct BackoffPolicy {
  absl::Duration base = absl::Milliseconds(200);
  absl::Duration cap = absl::Seconds(30);
  /// Tries in all, the first included.
  int attempts = 3;
};

/// The waits of one series of tries. One thread.
class Backoff {
 public:
  Backoff(const BackoffPolicy& policy, uint64_t seed) : policy_(policy), state_(seed | 1) {}
  /// The wait before the next try, growing with each call.
  absl::Duration Next();
  void Reset() { tried_ = 0; }
  int tried() const { return tried_; }

 private:
  BackoffPolicy policy_;
  uint64_t state_;
  int tried_ = 0;
};

/// Calls `work` until it succeeds, fails for good (not errors::IsRetryable) or the attempts are used up; sleeps on
/// `clock` between.
absl::Status Retry(const BackoffPolicy& policy, Clock& clock, uint64_t seed, const std::function<absl::Status()>& work);

}  // namespace mib::resilience
