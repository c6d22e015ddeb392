#pragma once

#include <array>
#include <atomic>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "mib/telemetry/metrics.h"

namespace mib::rpc {

/// Counts and times the calls of one method, on either side: <prefix>_requests_total{method,code} and
/// <prefix>_duration_seconds{method}. Thread safe. A code's counter is made when it is first needed, since most never
/// are.
class CallProbe {
 public:
  CallProbe(telemetry::Metrics& metrics, std::string prefix, std::string method);
  void Record(absl::StatusCode code, absl::Duration duration);

 private:
  static constexpr size_t kCodes = 17;

  telemetry::Metrics& metrics_;
  const std::string prefix_;
  const std::string method_;
  prometheus::Histogram& duration_;
  std::array<std::atomic<prometheus::Counter*>, kCodes> by_code_{};
};

}  // namespace mib::rpc
