#include "probe.h"

namespace mib::ingestion {
namespace {

prometheus::Counter& Records(telemetry::Metrics& metrics, const std::string& source, const std::string& kind,
                             const std::string& result) {
  return metrics.Counter("mib_ingestion_records_total", "Rows from providers, by what became of them.",
                         {{"source", source}, {"kind", kind}, {"result", result}});
}

prometheus::Counter& Gaps(telemetry::Metrics& metrics, const std::string& source, const std::string& status) {
  return metrics.Counter("mib_ingestion_gaps_total", "Gaps in trade ids that were closed.",
                         {{"source", source}, {"status", status}});
}

prometheus::Counter& Http(telemetry::Metrics& metrics, const std::string& source, const std::string& result) {
  return metrics.Counter("mib_ingestion_http_requests_total", "Calls to providers.",
                         {{"source", source}, {"result", result}});
}

prometheus::Counter& Finished(telemetry::Metrics& metrics, const std::string& result) {
  return metrics.Counter("mib_ingestion_jobs_finished_total", "Jobs that ended here.", {{"result", result}});
}

}  // namespace

SourceProbe::SourceProbe(telemetry::Metrics& metrics, const std::string& source)
    : trades_published(Records(metrics, source, "trade", "published")),
      trades_duplicate(Records(metrics, source, "trade", "duplicate")),
      trades_refused(Records(metrics, source, "trade", "refused")),
      quotes_published(Records(metrics, source, "quote", "published")),
      quotes_refused(Records(metrics, source, "quote", "refused")),
      bars_published(Records(metrics, source, "bar", "published")),
      bars_refused(Records(metrics, source, "bar", "refused")),
      reconnects(
          metrics.Counter("mib_ingestion_reconnects_total", "Connections to a feed that ended.", {{"source", source}})),
      gaps_healed(Gaps(metrics, source, "healed")),
      gaps_unfillable(Gaps(metrics, source, "unfillable")),
      dead_letters(metrics.Counter("mib_ingestion_dead_letters_total", "Records refused.", {{"source", source}})),
      http_ok(Http(metrics, source, "ok")),
      http_failed(Http(metrics, source, "failed")),
      http_limited(Http(metrics, source, "limited")),
      feed_lag_seconds(
          metrics.Gauge("mib_ingestion_feed_lag_seconds", "From a trade to its arrival here.", {{"source", source}})),
      budget_remaining(metrics.Gauge("mib_ingestion_budget_remaining", "Calls left in the provider's tightest window.",
                                     {{"source", source}})) {}

JobsProbe::JobsProbe(telemetry::Metrics& metrics)
    : running(metrics.Gauge("mib_ingestion_jobs_running", "Jobs being worked on.")),
      completed(Finished(metrics, "completed")),
      failed(Finished(metrics, "failed")) {}

}  // namespace mib::ingestion
