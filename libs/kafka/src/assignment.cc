#include <fmt/format.h>

#include <utility>

#include "errors.h"
#include "kafka_consumer.h"
#include "mib/base/log.h"
#include "mib/base/status.h"

namespace mib::kafka {
namespace {

constexpr int kMetadataMillis = 1000;

// Partitions of `topic`; 0 while it does not exist.
int PartitionCount(const rd_kafka_metadata_t& metadata, const std::string& topic) {
  for (int i = 0; i < metadata.topic_cnt; ++i) {
    if (metadata.topics[i].topic == topic && metadata.topics[i].err == RD_KAFKA_RESP_ERR_NO_ERROR)
      return metadata.topics[i].partition_cnt;
  }
  return 0;
}

}  // namespace

void KafkaConsumer::OnRebalance(rd_kafka_t* client, rd_kafka_resp_err_t event,
                                rd_kafka_topic_partition_list_t* partitions, void* opaque) {
  KafkaConsumer& self = *static_cast<State*>(opaque)->consumer;
  self.Revoke();
  if (event != RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS || self.closing_) {
    rd_kafka_assign(client, nullptr);
    return;
  }
  auto& given = self.pending_.emplace();
  for (int i = 0; i < partitions->cnt; ++i) {
    const std::string topic = partitions->elems[i].topic;
    given.push_back({topic.substr(self.options_.kafka.prefix.size()), partitions->elems[i].partition});
  }
  if (const absl::Status status = self.AssignPending(); !status.ok()) self.failure_ = status;
}

void KafkaConsumer::Revoke() {
  pending_.reset();
  ++generation_;
  std::vector<TopicPartition> lost;
  for (const auto& [partition, position] : std::exchange(positions_, {})) lost.push_back(partition);
  if (!lost.empty() && !closing_ && listener_.on_revoked) listener_.on_revoked(lost);
}

absl::Status KafkaConsumer::AssignPending() {
  Offsets begin;
  for (const TopicPartition& partition : *pending_) begin[partition] = RD_KAFKA_OFFSET_BEGINNING;
  if (listener_.on_assigned && !begin.empty()) {
    ASSIGN_OR_RETURN(const Offsets stored, listener_.on_assigned(*pending_));
    for (const auto& [partition, offset] : stored) {
      if (const auto ours = begin.find(partition); ours != begin.end()) ours->second = offset;
    }
  }
  pending_.reset();
  positions_ = std::move(begin);
  log::Info("kafka partitions assigned", {{"group", options_.group}, {"partitions", positions_.size()}});
  return Assign();
}

absl::Status KafkaConsumer::AssignAll() {
  const rd_kafka_metadata_t* raw = nullptr;
  RETURN_IF_ERROR(StatusOf(rd_kafka_metadata(client_.get(), /*all_topics=*/1, nullptr, &raw, kMetadataMillis),
                           "cannot list topics"));
  const RdMetadata metadata(raw);
  Offsets positions;
  for (const std::string& topic : options_.topics) {
    const int count = PartitionCount(*metadata, options_.kafka.prefix + topic);
    if (count == 0) return absl::UnavailableError(fmt::format("kafka: topic {} does not exist yet", topic));
    RETURN_IF_ERROR(AddPartitionsAtEnd(topic, count, &positions));
  }
  positions_ = std::move(positions);
  return Assign();
}

absl::Status KafkaConsumer::AddPartitionsAtEnd(const std::string& topic, int count, Offsets* positions) {
  for (int32_t partition = 0; partition < count; ++partition) {
    int64_t oldest = 0, next = 0;
    RETURN_IF_ERROR(StatusOf(rd_kafka_query_watermark_offsets(client_.get(), (options_.kafka.prefix + topic).c_str(),
                                                              partition, &oldest, &next, kMetadataMillis),
                             "cannot find the end of a partition"));
    (*positions)[{topic, partition}] = next;
  }
  return absl::OkStatus();
}

absl::Status KafkaConsumer::Assign() {
  ++generation_;
  const RdPartitions list = ListOf(positions_);
  RETURN_IF_ERROR(StatusOf(rd_kafka_assign(client_.get(), list.get()), "cannot assign partitions"));
  if (paused_) rd_kafka_pause_partitions(client_.get(), list.get());
  return absl::OkStatus();
}

RdPartitions KafkaConsumer::ListOf(const Offsets& offsets) const {
  RdPartitions list(rd_kafka_topic_partition_list_new(static_cast<int>(offsets.size())));
  for (const auto& [partition, offset] : offsets) {
    rd_kafka_topic_partition_list_add(list.get(), (options_.kafka.prefix + partition.topic).c_str(),
                                      partition.partition)
        ->offset = offset;
  }
  return list;
}

}  // namespace mib::kafka
