#pragma once

// Metrics are prometheus-cpp's own; a module keeps all of its own in one `Probe` made from a Metrics at start, so that
// an update is an atomic add and never a look-up. Names: mib_<service or library>_<noun>_<unit|total>; labels are
// bounded.
//
//   struct Probe {
//     explicit Probe(telemetry::Metrics& metrics)
//         : trades(metrics.Counter("mib_core_engine_trades_total", "Trades taken into bars.")) {}
//     prometheus::Counter& trades;
//   };

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace mib::telemetry {

using Labels = std::map<std::string, std::string>;

/// Owns the registry of one process. Thread safe; the references it hands out live as long as it does. Asking again for
/// the same name and labels gives the same metric. A name or label that Prometheus does not allow is a mistake in the
/// program and throws.
class Metrics {
 public:
  Metrics();

  prometheus::Counter& Counter(const std::string& name, const std::string& help, const Labels& labels = {});
  prometheus::Gauge& Gauge(const std::string& name, const std::string& help, const Labels& labels = {});
  /// Buckets default to latencies from 100 us to 10 s.
  prometheus::Histogram& Histogram(const std::string& name, const std::string& help, const Labels& labels = {},
                                   const std::vector<double>& buckets = LatencyBuckets());
  static const std::vector<double>& LatencyBuckets();

  /// The text of /metrics, with the process's own figures (cpu, resident bytes, open files, start time).
  std::string Render() const;
  /// The names of all metrics, sorted, without the process's.
  std::vector<std::string> Names() const;

 private:
  std::shared_ptr<prometheus::Registry> registry_;
};

}  // namespace mib::telemetry
