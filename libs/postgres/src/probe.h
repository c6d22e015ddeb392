#pragma once

#include <array>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "mib/telemetry/metrics.h"

namespace mib::postgres {

/// Every metric of the library. Pools of one process share them.
struct Probe {
  explicit Probe(telemetry::Metrics& metrics);

  void CountQuery(absl::StatusCode code, absl::Duration took);

  prometheus::Histogram& query_duration;
  prometheus::Gauge& in_use;
  prometheus::Histogram& wait;
  prometheus::Counter& reconnects;

 private:
  std::array<prometheus::Counter*, 17> queries_;
};

}  // namespace mib::postgres
