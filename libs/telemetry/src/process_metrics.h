#pragma once

#include <prometheus/metric_family.h>

#include <vector>

namespace mib::telemetry {

/// The figures of this process that Prometheus' client libraries agree on (process_cpu_seconds_total and so on), and
/// its threads. A figure that /proc does not give is left out.
std::vector<prometheus::MetricFamily> CollectProcessMetrics();

}  // namespace mib::telemetry
