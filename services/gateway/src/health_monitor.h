#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/time.h"
#include "mib/redis/redis.h"
#include "upstreams.h"

namespace mib::gateway {

/// How the parts of the platform were when they were last asked.
struct PlatformHealth {
  struct Service {
    std::string name;
    /// "serving", "not_serving" or "unreachable".
    std::string status = "unreachable";
    bool serving() const { return status == "serving"; }
  };
  std::vector<Service> services;
  bool redis = false;

  bool all_serving() const;
  bool any_serving() const;
  bool Serving(std::string_view name) const;
};

/// Asks every service and Redis how they are, on a thread of its own, and keeps the last answers. Thread safe.
class HealthMonitor {
 public:
  HealthMonitor(const Upstreams& upstreams, redis::Redis& redis);
  ~HealthMonitor() { Stop(); }

  void Start(absl::Duration interval);
  void Stop();
  /// Asks all once; blocks for at most a second per service that does not answer.
  void CheckOnce();
  std::shared_ptr<const PlatformHealth> Latest() const;

 private:
  const Upstreams& upstreams_;
  redis::Redis& redis_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::shared_ptr<const PlatformHealth> latest_;
  std::thread thread_;
};

}  // namespace mib::gateway
