#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "client.h"
#include "mib/kafka/consumer.h"
#include "probe.h"

namespace mib::kafka {

/// Consumer over librdkafka, with the listener's answers as the only source of offsets.
///
/// `positions_` is the truth about what comes next per partition: whatever librdkafka hands out from before a seek, or
/// for a partition that is no longer ours, is dropped against it.
class KafkaConsumer final : public Consumer {
 public:
  KafkaConsumer(const ConsumerOptions& options, PartitionListener listener, telemetry::Metrics& metrics);
  ~KafkaConsumer() override;
  absl::Status Start();

  absl::StatusOr<std::vector<ConsumedRecord>> Poll(int max, absl::Duration timeout) override;
  void Commit(const Offsets& offsets) override;
  absl::Status Seek(const TopicPartition& partition, int64_t offset) override;
  void PauseAll() override;
  void ResumeAll() override;
  int64_t Lag() override;

 private:
  static void OnRebalance(rd_kafka_t* client, rd_kafka_resp_err_t event, rd_kafka_topic_partition_list_t* partitions,
                          void* opaque);

  // Asks the listener about the partitions that the group gave us and starts them; again at the next Poll when it
  // fails.
  absl::Status AssignPending();
  void Revoke();
  // Broadcast: every partition of the topics, from its newest record on.
  absl::Status AssignAll();
  absl::Status AddPartitionsAtEnd(const std::string& topic, int count, Offsets* positions);
  // Makes librdkafka read from `positions_`.
  absl::Status Assign();

  RdPartitions ListOf(const Offsets& offsets) const;
  // Records of `messages` that are due, in order; keeps an error among them for the next Poll.
  std::vector<ConsumedRecord> Take(const std::vector<RdMessage>& messages);
  void UpdateLag();

  const ConsumerOptions options_;
  const PartitionListener listener_;
  ConsumerProbe probe_;

  struct State : ClientState {
    using ClientState::ClientState;
    KafkaConsumer* consumer = nullptr;
  };
  State state_;

  Offsets positions_;
  // Given to us by the group and not started yet.
  std::optional<std::vector<TopicPartition>> pending_;
  // Grows with every change of the assignment.
  uint64_t generation_ = 0;
  absl::Status failure_;
  bool paused_ = false;
  bool closing_ = false;
  std::chrono::steady_clock::time_point lag_at_;

  RdClient client_;
  RdQueue queue_;
};

}  // namespace mib::kafka
