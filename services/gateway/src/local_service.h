#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "health_monitor.h"
#include "mib/base/clock.h"
#include "response_cache.h"
#include "route_table.h"

namespace mib::gateway {

/// Answers the RPCs of mib.gateway.v1.Gateway, from memory. Thread safe.
class LocalService {
 public:
  LocalService(const HealthMonitor& health, const Upstreams& upstreams, const ResponseCache& cache, const Probe& probe,
               const Clock& clock, std::string version)
      : health_(health),
        upstreams_(upstreams),
        cache_(cache),
        probe_(probe),
        clock_(clock),
        started_(clock.Now()),
        version_(std::move(version)) {}

  struct Reply {
    /// 503 with a body that says what is wrong, where a probe asks.
    int http_status = 200;
    std::unique_ptr<google::protobuf::Message> message;
  };
  /// kUnimplemented for an RPC that is not here.
  absl::StatusOr<Reply> Call(const google::protobuf::MethodDescriptor& rpc) const;

 private:
  Reply Health() const;
  Reply Ready() const;
  Reply Stats() const;
  Reply Services() const;
  int64_t UptimeSeconds() const { return absl::ToInt64Seconds(clock_.Now() - started_); }

  const HealthMonitor& health_;
  const Upstreams& upstreams_;
  const ResponseCache& cache_;
  const Probe& probe_;
  const Clock& clock_;
  const absl::Time started_;
  const std::string version_;
};

}  // namespace mib::gateway
