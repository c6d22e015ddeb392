#pragma once

#include <map>
#include <string>
#include <vector>

#include "mib/telemetry/metrics.h"

namespace mib::kafka {

/// Counters of one name by topic, made when a topic is first seen; topics are those of the contracts, so they are few.
/// Not thread safe.
class TopicCounters {
 public:
  TopicCounters(telemetry::Metrics& metrics, std::string name, std::string help)
      : metrics_(metrics), name_(std::move(name)), help_(std::move(help)) {}
  prometheus::Counter& Of(const std::string& topic);

 private:
  telemetry::Metrics& metrics_;
  const std::string name_;
  const std::string help_;
  std::map<std::string, prometheus::Counter*> counters_;
};

struct ProducerProbe {
  explicit ProducerProbe(telemetry::Metrics& metrics);
  TopicCounters produced;
  TopicCounters errors;
  prometheus::Gauge& queue;
  prometheus::Gauge& broker_up;
};

struct ConsumerProbe {
  ConsumerProbe(telemetry::Metrics& metrics, const std::string& group);
  TopicCounters consumed;
  prometheus::Gauge& lag;
  prometheus::Gauge& broker_up;
};

}  // namespace mib::kafka
