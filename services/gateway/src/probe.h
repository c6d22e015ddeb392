#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "mib/telemetry/metrics.h"
#include "route_table.h"

namespace mib::gateway {

/// Every metric of the gateway. Thread safe; labels are bounded by the contracts.
class Probe {
 public:
  Probe(telemetry::Metrics& metrics, const RouteTable& routes);

  /// `route` is null for paths that no route has.
  void Answered(const Route* route, int status, double seconds);
  prometheus::Counter& RateLimited(std::string_view limit);
  prometheus::Counter& AuthFailure(std::string_view reason);
  prometheus::Counter& StreamMessages(std::string_view channel);
  prometheus::Counter& StreamHistories(bool read) { return read ? stream_histories_read_ : stream_histories_failed_; }

  prometheus::Counter& cache_hits;
  prometheus::Counter& cache_misses;
  prometheus::Counter& cache_stale;
  prometheus::Counter& rate_limit_fallback;
  prometheus::Gauge& in_flight;
  prometheus::Gauge& stream_connections;
  prometheus::Counter& stream_dropped;
  prometheus::Counter& stream_unreadable;
  prometheus::Gauge& stream_indicators;

 private:
  struct RouteProbe {
    /// By the status' first digit, 1xx to 5xx.
    std::array<prometheus::Counter*, 5> answers;
    prometheus::Histogram* seconds;
  };
  static RouteProbe MakeRouteProbe(telemetry::Metrics& metrics, const std::string& route, const std::string& method);

  using Counters = absl::flat_hash_map<std::string, prometheus::Counter*>;
  static prometheus::Counter& Of(const Counters& counters, std::string_view label);

  std::vector<RouteProbe> routes_;
  RouteProbe unrouted_;
  Counters rate_limited_;
  Counters auth_failures_;
  Counters stream_messages_;
  prometheus::Counter& stream_histories_read_;
  prometheus::Counter& stream_histories_failed_;
};

}  // namespace mib::gateway
