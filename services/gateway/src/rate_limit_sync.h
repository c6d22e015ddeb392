#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "absl/time/time.h"
#include "mib/base/clock.h"
#include "mib/redis/redis.h"
#include "probe.h"
#include "rate_limits.h"

namespace mib::gateway {

/// Shares what RateLimits counted with the other gateways through Redis: one script call carries many keys. Where Redis
/// does not answer, what was counted in that round stays local, and mib_gateway_rate_limit_fallback_total says so.
///
/// Owns the thread between Start and Stop; Redis is never called on an HTTP thread.
class RateLimitSync {
 public:
  RateLimitSync(RateLimits& limits, redis::Redis& redis, const Clock& clock, Probe& probe)
      : limits_(limits), redis_(redis), clock_(clock), probe_(probe) {}
  ~RateLimitSync() { Stop(); }

  void Start(absl::Duration interval);
  void Stop();
  /// One round; false when Redis did not take it.
  bool ShareOnce();

 private:
  RateLimits& limits_;
  redis::Redis& redis_;
  const Clock& clock_;
  Probe& probe_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace mib::gateway
