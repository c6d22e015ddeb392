#pragma once

#include <map>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "mib/telemetry/metrics.h"

namespace mib::redis {

/// Every metric of the library. Thread safe.
class Probe {
 public:
  explicit Probe(telemetry::Metrics& metrics);
  /// Counts a command: "ok", "error" or, where the breaker let it not through, "rejected".
  void Count(std::string_view command, const absl::Status& status, absl::Duration took);
  void CountRejected(std::string_view command);

 private:
  struct Counters {
    prometheus::Counter* ok;
    prometheus::Counter* error;
    prometheus::Counter* rejected;
  };
  // Filled once, then only read.
  std::map<std::string, Counters, std::less<>> commands_;
  prometheus::Histogram& duration_;
  prometheus::Gauge& up_;
};

}  // namespace mib::redis
