#include "probe.h"

#include "errors.h"

namespace mib::postgres {

Probe::Probe(telemetry::Metrics& metrics)
    : query_duration(metrics.Histogram("mib_postgres_query_duration_seconds", "Time of one round trip to PostgreSQL.")),
      in_use(metrics.Gauge("mib_postgres_pool_in_use", "Connections that are lent out.")),
      wait(metrics.Histogram("mib_postgres_pool_wait_seconds", "Time until a connection was had.")),
      reconnects(metrics.Counter("mib_postgres_reconnects_total", "Connections that replaced a broken one.")) {
  for (size_t i = 0; i < queries_.size(); ++i) {
    const auto code = static_cast<absl::StatusCode>(i);
    queries_[i] = &metrics.Counter("mib_postgres_queries_total", "Round trips to PostgreSQL by result.",
                                   {{"result", std::string(ResultLabel(code))}});
  }
}

void Probe::CountQuery(absl::StatusCode code, absl::Duration took) {
  queries_[static_cast<size_t>(code) % queries_.size()]->Increment();
  query_duration.Observe(absl::ToDoubleSeconds(took));
}

}  // namespace mib::postgres
