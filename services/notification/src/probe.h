#pragma once

#include <array>
#include <string>
#include <string_view>

#include "mib/telemetry/metrics.h"

namespace mib::notification {

/// Every metric of the service.
struct Probe {
  explicit Probe(telemetry::Metrics& metrics);

  /// Severities outside the contract count as info.
  prometheus::Counter& alerts(std::string_view severity);

  prometheus::Counter& bars;
  /// Below the stored offset. More than a few mean that the log was replaced by a shorter one.
  prometheus::Counter& records_passed_over;
  prometheus::Counter& rules_evaluated;
  prometheus::Counter& dead_letters;
  prometheus::Counter& stream_recoveries;
  prometheus::Gauge& rules_active;
  prometheus::Gauge& lag_records;
  prometheus::Gauge& outbox_pending;
  prometheus::Counter& deliveries_delivered;
  prometheus::Counter& deliveries_retried;
  prometheus::Counter& deliveries_failed;
  prometheus::Histogram& delivery_seconds;

 private:
  prometheus::Counter& alerts_info_;
  prometheus::Counter& alerts_warning_;
  prometheus::Counter& alerts_critical_;
};

}  // namespace mib::notification
