#pragma once

#include <map>
#include <string>
#include <string_view>

#include "mib/telemetry/metrics.h"

namespace mib::core_engine {

/// Every metric of the service. Thread safe.
struct Probe {
  explicit Probe(telemetry::Metrics& metrics);

  prometheus::Counter& BarsPublished(std::string_view interval);
  /// `reason` is one of a fixed set; anything else counts as "other".
  prometheus::Counter& DeadLetters(std::string_view reason);

  prometheus::Counter& trades;
  prometheus::Counter& duplicates;
  prometheus::Counter& late_trades;
  prometheus::Counter& too_late;
  prometheus::Counter& flush_failures;
  prometheus::Counter& fenced;
  prometheus::Counter& redis_failures;
  prometheus::Histogram& flush_duration;
  prometheus::Gauge& lag_records;
  prometheus::Gauge& open_series;

 private:
  std::map<std::string, prometheus::Counter*, std::less<>> bars_published_;
  std::map<std::string, prometheus::Counter*, std::less<>> dead_letters_;
};

}  // namespace mib::core_engine
