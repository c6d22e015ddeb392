#include "mib/kafka/consumer.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "errors.h"
#include "kafka_consumer.h"
#include "mib/base/status.h"

namespace mib::kafka {
namespace {

constexpr int kSeekMillis = 1000;

Settings SettingsOf(const ConsumerOptions& options) {
  return {
      // A broadcast consumer never joins its group, but librdkafka wants a name.
      {"group.id", options.kafka.prefix + options.group},
      {"enable.auto.commit", "false"},
      {"enable.auto.offset.store", "false"},
      {"auto.offset.reset", options.broadcast ? "latest" : "earliest"},
      {"isolation.level", "read_committed"},
      {"check.crcs", "true"},
      // The least that brokers allow: partitions of a killed process go to another within this time.
      {"session.timeout.ms", "6000"},
      {"heartbeat.interval.ms", "2000"},
      {"fetch.wait.max.ms", "250"},
      {"queued.max.messages.kbytes", "32768"},
  };
}

Headers HeadersOf(const rd_kafka_message_t& message) {
  Headers out;
  rd_kafka_headers_t* headers = nullptr;
  if (rd_kafka_message_headers(&message, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR) return out;
  const char* name = nullptr;
  const void* value = nullptr;
  size_t size = 0;
  for (size_t i = 0; rd_kafka_header_get_all(headers, i, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR; ++i) {
    out.emplace_back(name, value == nullptr ? std::string() : std::string(static_cast<const char*>(value), size));
  }
  return out;
}

std::string Bytes(const void* data, size_t size) {
  return data == nullptr ? std::string() : std::string(static_cast<const char*>(data), size);
}

}  // namespace

KafkaConsumer::KafkaConsumer(const ConsumerOptions& options, PartitionListener listener, telemetry::Metrics& metrics)
    : options_(options), listener_(std::move(listener)), probe_(metrics, options.group), state_(probe_.broker_up) {
  state_.consumer = this;
  probe_.lag.Set(-1);
}

KafkaConsumer::~KafkaConsumer() {
  if (client_ == nullptr) return;
  closing_ = true;
  rd_kafka_consumer_close(client_.get());
}

absl::Status KafkaConsumer::Start() {
  if (options_.group.empty() || options_.topics.empty())
    return absl::InvalidArgumentError("kafka: a consumer needs a group and topics");
  ASSIGN_OR_RETURN(RdConf conf, MakeConf(options_.kafka, SettingsOf(options_), state_));
  if (!options_.broadcast) rd_kafka_conf_set_rebalance_cb(conf.get(), OnRebalance);
  ASSIGN_OR_RETURN(client_, MakeClient(RD_KAFKA_CONSUMER, std::move(conf)));
  RETURN_IF_ERROR(StatusOf(rd_kafka_poll_set_consumer(client_.get()), "cannot open a consumer"));
  queue_.reset(rd_kafka_queue_get_consumer(client_.get()));
  if (options_.broadcast) return absl::OkStatus();
  Offsets topics;
  for (const std::string& topic : options_.topics) topics[{topic, RD_KAFKA_PARTITION_UA}] = RD_KAFKA_OFFSET_INVALID;
  return StatusOf(rd_kafka_subscribe(client_.get(), ListOf(topics).get()), "cannot subscribe");
}

absl::StatusOr<std::vector<ConsumedRecord>> KafkaConsumer::Poll(int max, absl::Duration timeout) {
  if (options_.broadcast && positions_.empty()) RETURN_IF_ERROR(AssignAll());
  if (pending_) failure_ = AssignPending();
  // After a failure callbacks are served all the same: the group may have changed its mind.
  const int wait = failure_.ok() ? Millis(timeout) : 0;
  std::vector<RdMessage> messages;
  messages.emplace_back(rd_kafka_consumer_poll(client_.get(), wait));
  if (messages.front() == nullptr) messages.clear();

  const uint64_t generation = generation_;
  if (!messages.empty() && max > 1) {
    std::vector<rd_kafka_message_t*> more(static_cast<size_t>(max) - 1);
    const ssize_t count = rd_kafka_consume_batch_queue(queue_.get(), /*timeout_ms=*/0, more.data(), more.size());
    for (ssize_t i = 0; i < count; ++i) messages.emplace_back(more[static_cast<size_t>(i)]);
  }
  UpdateLag();
  if (generation != generation_) {
    // Partitions changed hands while the batch was collected, and it does not say which record belongs to which time:
    // read again from where we are.
    messages.clear();
    if (!pending_ && !positions_.empty()) RETURN_IF_ERROR(Assign());
  }
  std::vector<ConsumedRecord> records = Take(messages);
  if (records.empty() && !failure_.ok()) return std::exchange(failure_, absl::OkStatus());
  return records;
}

std::vector<ConsumedRecord> KafkaConsumer::Take(const std::vector<RdMessage>& messages) {
  std::vector<ConsumedRecord> records;
  records.reserve(messages.size());
  for (const RdMessage& message : messages) {
    const std::string topic = message->rkt == nullptr ? std::string() : rd_kafka_topic_name(message->rkt);
    if (message->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
      failure_ = StatusOf(message->err, fmt::format("cannot read {}", topic));
      continue;
    }
    TopicPartition source{topic.substr(options_.kafka.prefix.size()), message->partition};
    const auto position = positions_.find(source);
    if (position == positions_.end() || message->offset < position->second) continue;
    position->second = message->offset + 1;
    probe_.consumed.Of(source.topic).Increment();
    records.push_back({.source = std::move(source),
                       .offset = message->offset,
                       .timestamp = absl::FromUnixMillis(rd_kafka_message_timestamp(message.get(), nullptr)),
                       .key = Bytes(message->key, message->key_len),
                       .value = Bytes(message->payload, message->len),
                       .headers = HeadersOf(*message)});
  }
  return records;
}

void KafkaConsumer::Commit(const Offsets& offsets) {
  if (options_.broadcast || offsets.empty()) return;
  rd_kafka_commit(client_.get(), ListOf(offsets).get(), /*async=*/1);
}

absl::Status KafkaConsumer::Seek(const TopicPartition& partition, int64_t offset) {
  const auto position = positions_.find(partition);
  if (position == positions_.end()) {
    return absl::FailedPreconditionError(
        fmt::format("kafka: {}/{} is not assigned to us", partition.topic, partition.partition));
  }
  position->second = offset;
  const RdPartitions list = ListOf({{partition, offset}});
  const RdError error(rd_kafka_seek_partitions(client_.get(), list.get(), kSeekMillis));
  if (error == nullptr && list->elems[0].err == RD_KAFKA_RESP_ERR_NO_ERROR) return absl::OkStatus();
  // Right after an assignment a partition may not be able to seek yet.
  return Assign();
}

void KafkaConsumer::PauseAll() {
  if (std::exchange(paused_, true)) return;
  rd_kafka_pause_partitions(client_.get(), ListOf(positions_).get());
}

void KafkaConsumer::ResumeAll() {
  if (!std::exchange(paused_, false)) return;
  rd_kafka_resume_partitions(client_.get(), ListOf(positions_).get());
}

int64_t KafkaConsumer::Lag() {
  int64_t lag = 0;
  for (const auto& [partition, position] : positions_) {
    int64_t oldest = 0, next = 0;
    rd_kafka_get_watermark_offsets(client_.get(), (options_.kafka.prefix + partition.topic).c_str(),
                                   partition.partition, &oldest, &next);
    if (next < 0) return -1;
    lag += std::max<int64_t>(0, next - std::max({position, oldest, int64_t{0}}));
  }
  return positions_.empty() ? -1 : lag;
}

void KafkaConsumer::UpdateLag() {
  const auto now = std::chrono::steady_clock::now();
  if (now - lag_at_ < std::chrono::seconds(1)) return;
  lag_at_ = now;
  probe_.lag.Set(static_cast<double>(Lag()));
}

absl::StatusOr<std::unique_ptr<Consumer>> OpenConsumer(const ConsumerOptions& options, PartitionListener listener,
                                                       telemetry::Metrics& metrics) {
  auto consumer = std::make_unique<KafkaConsumer>(options, std::move(listener), metrics);
  RETURN_IF_ERROR(consumer->Start());
  return consumer;
}

}  // namespace mib::kafka
