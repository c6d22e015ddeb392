#include "probe.h"

namespace mib::kafka {
namespace {

prometheus::Gauge& BrokerUp(telemetry::Metrics& metrics, const std::string& client) {
  return metrics.Gauge("mib_kafka_broker_up", "1 while a connection to a broker is up.", {{"client", client}});
}

}  // namespace

prometheus::Counter& TopicCounters::Of(const std::string& topic) {
  prometheus::Counter*& counter = counters_[topic];
  if (counter == nullptr) counter = &metrics_.Counter(name_, help_, {{"topic", topic}});
  return *counter;
}

ProducerProbe::ProducerProbe(telemetry::Metrics& metrics)
    : produced(metrics, "mib_kafka_produced_total", "Records that the broker has for good."),
      errors(metrics, "mib_kafka_produce_errors_total", "Records that could not be delivered."),
      queue(metrics.Gauge("mib_kafka_queue_records", "Records sent and not yet delivered.")),
      broker_up(BrokerUp(metrics, "producer")) {}

ConsumerProbe::ConsumerProbe(telemetry::Metrics& metrics, const std::string& group)
    : consumed(metrics, "mib_kafka_consumed_total", "Records read."),
      lag(metrics.Gauge("mib_kafka_consumer_lag_records", "Records written and not yet read; -1 while not known.",
                        {{"group", group}})),
      broker_up(BrokerUp(metrics, group)) {}

}  // namespace mib::kafka
