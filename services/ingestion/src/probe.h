#pragma once

#include <string>

#include "mib/telemetry/metrics.h"

namespace mib::ingestion {

/// The metrics of one source. References live as long as the Metrics; updates are thread safe.
struct SourceProbe {
  SourceProbe(telemetry::Metrics& metrics, const std::string& source);

  prometheus::Counter& trades_published;
  prometheus::Counter& trades_duplicate;
  prometheus::Counter& trades_refused;
  prometheus::Counter& quotes_published;
  prometheus::Counter& quotes_refused;
  prometheus::Counter& bars_published;
  prometheus::Counter& bars_refused;
  prometheus::Counter& reconnects;
  prometheus::Counter& gaps_healed;
  prometheus::Counter& gaps_unfillable;
  prometheus::Counter& dead_letters;
  prometheus::Counter& http_ok;
  prometheus::Counter& http_failed;
  prometheus::Counter& http_limited;
  prometheus::Gauge& feed_lag_seconds;
  prometheus::Gauge& budget_remaining;
};

/// What belongs to no source.
struct JobsProbe {
  explicit JobsProbe(telemetry::Metrics& metrics);

  prometheus::Gauge& running;
  prometheus::Counter& completed;
  prometheus::Counter& failed;
};

}  // namespace mib::ingestion
