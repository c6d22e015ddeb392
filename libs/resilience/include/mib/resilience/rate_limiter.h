#pragma once

#include <cstdint>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace mib::resilience {

/// `limit` events per `window`, `burst` of them at once.
struct RateLimit {
  int64_t limit = 100;
  absl::Duration window = absl::Minutes(1);
  int64_t burst = 20;
};

struct RateDecision {
  bool allowed = false;
  int64_t limit = 0;
  int64_t remaining = 0;
  /// Until one more is allowed (0 when now), and until the bucket is full again.
  absl::Duration retry_after;
  absl::Duration reset_after;
};

/// The generic cell rate algorithm (ITU-T I.371): one time stamp per key. Pure: the state is the caller's.
RateDecision Gcra(const RateLimit& limit, absl::Time now, absl::Time* theoretical_arrival);

/// One bucket. Thread safe.
class RateLimiter {
 public:
  explicit RateLimiter(const RateLimit& limit) : limit_(limit) {}
  RateDecision Take(absl::Time now);

 private:
  const RateLimit limit_;
  absl::Mutex mutex_;
  absl::Time theoretical_arrival_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
};

}  // namespace mib::resilience
