#pragma once

#include <map>
#include <string>
#include <string_view>

#include "mib/indicators/registry.h"
#include "mib/telemetry/metrics.h"

namespace mib::analytics {

/// Every metric of the service.
struct Probe {
  explicit Probe(telemetry::Metrics& metrics)
      : bars_read(metrics.Counter("mib_analytics_bars_read_total", "Bars read from core-engine.")),
        points(metrics.Counter("mib_analytics_points_total", "Points answered.")),
        compute_seconds(metrics.Histogram("mib_analytics_compute_duration_seconds",
                                          "Time to compute one indicator, without its bars.")) {
    for (const indicators::Definition* definition : indicators::Registry::All()) {
      const std::string name(definition->name);
      requests.emplace(name, metrics.Counter("mib_analytics_requests_total", "Computations asked for, by indicator.",
                                             {{"indicator", name}}));
    }
  }

  /// By the names of the registry, so that the label stays bounded.
  std::map<std::string, prometheus::Counter&, std::less<>> requests;
  prometheus::Counter& bars_read;
  prometheus::Counter& points;
  prometheus::Histogram& compute_seconds;
};

}  // namespace mib::analytics
