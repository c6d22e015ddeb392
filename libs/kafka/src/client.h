#pragma once

#include <librdkafka/rdkafka.h>

#include <atomic>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "mib/kafka/producer.h"
#include "mib/kafka/record.h"
#include "mib/telemetry/metrics.h"

namespace mib::kafka {

struct RdFree {
  void operator()(rd_kafka_t* client) const { rd_kafka_destroy(client); }
  void operator()(rd_kafka_conf_t* conf) const { rd_kafka_conf_destroy(conf); }
  void operator()(rd_kafka_queue_t* queue) const { rd_kafka_queue_destroy(queue); }
  void operator()(rd_kafka_message_t* message) const { rd_kafka_message_destroy(message); }
  void operator()(rd_kafka_headers_t* headers) const { rd_kafka_headers_destroy(headers); }
  void operator()(rd_kafka_topic_partition_list_t* list) const { rd_kafka_topic_partition_list_destroy(list); }
  void operator()(rd_kafka_error_t* error) const { rd_kafka_error_destroy(error); }
  void operator()(const rd_kafka_metadata_t* metadata) const { rd_kafka_metadata_destroy(metadata); }
};
using RdClient = std::unique_ptr<rd_kafka_t, RdFree>;
using RdConf = std::unique_ptr<rd_kafka_conf_t, RdFree>;
using RdQueue = std::unique_ptr<rd_kafka_queue_t, RdFree>;
using RdMessage = std::unique_ptr<rd_kafka_message_t, RdFree>;
using RdHeaders = std::unique_ptr<rd_kafka_headers_t, RdFree>;
using RdPartitions = std::unique_ptr<rd_kafka_topic_partition_list_t, RdFree>;
using RdError = std::unique_ptr<rd_kafka_error_t, RdFree>;
using RdMetadata = std::unique_ptr<const rd_kafka_metadata_t, RdFree>;

using Settings = std::vector<std::pair<std::string, std::string>>;

/// What the callbacks that every client has write to. Handed to librdkafka as its opaque, so it must outlive the
/// client.
struct ClientState {
  explicit ClientState(prometheus::Gauge& up) : broker_up(up) {}
  prometheus::Gauge& broker_up;
};

/// A configuration with the settings of all clients (brokers, client id, logging, statistics) and `own`.
absl::StatusOr<RdConf> MakeConf(const Options& options, const Settings& own, ClientState& state);
/// Takes the configuration over.
absl::StatusOr<RdClient> MakeClient(rd_kafka_type_t type, RdConf conf);

/// librdkafka counts in whole milliseconds.
int Millis(absl::Duration duration);

}  // namespace mib::kafka
