#include "mib/kafka/producer.h"

#include <fmt/format.h>

#include <atomic>
#include <map>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "client.h"
#include "errors.h"
#include "mib/base/log.h"
#include "mib/base/status.h"
#include "probe.h"

namespace mib::kafka {
namespace {

constexpr int kPollMillis = 100;

class KafkaProducer;

// A record on its way; librdkafka carries it as the message's opaque.
struct Pending {
  KafkaProducer* producer;
  std::string topic;
  // Which Flush waits for it.
  uint64_t epoch;
  Producer::DeliveryCallback done;
};

class KafkaProducer final : public Producer {
 public:
  KafkaProducer(const Options& options, telemetry::Metrics& metrics)
      : prefix_(options.prefix), probe_(metrics), state_(probe_.broker_up) {}
  ~KafkaProducer() override;
  absl::Status Start(const Options& options);

  absl::Status Send(Record record, DeliveryCallback done) override;
  absl::Status Flush(absl::Duration timeout) override;

 private:
  static void OnDelivery(rd_kafka_t* client, const rd_kafka_message_t* message, void* opaque);
  void Delivered(std::unique_ptr<Pending> pending, const absl::Status& status);
  void Poll();
  rd_kafka_resp_err_t Produce(const Record& record, const std::string& topic, Pending* pending);

  const std::string prefix_;
  absl::Mutex mutex_;
  ProducerProbe probe_;
  ClientState state_;
  // Records under way by the epoch they were sent in; an epoch ends with a Flush.
  std::map<uint64_t, int64_t> under_way_ ABSL_GUARDED_BY(mutex_);
  uint64_t epoch_ ABSL_GUARDED_BY(mutex_) = 0;
  absl::Status first_failure_ ABSL_GUARDED_BY(mutex_);
  std::atomic<bool> stopping_ = false;
  RdClient client_;
  std::thread poller_;
};

absl::Status KafkaProducer::Start(const Options& options) {
  ASSIGN_OR_RETURN(RdConf conf,
                   MakeConf(options,
                            {{"enable.idempotence", "true"},
                             {"acks", "all"},
                             {"compression.type", "lz4"},
                             {"linger.ms", "5"},
                             {"batch.size", "1000000"},
                             // As the Java clients do it: the same key, the same partition, whoever writes.
                             {"partitioner", "murmur2_random"},
                             {"queue.buffering.max.messages", "100000"},
                             {"queue.buffering.max.kbytes", "65536"},
                             {"delivery.timeout.ms", "300000"}},
                            state_));
  rd_kafka_conf_set_dr_msg_cb(conf.get(), OnDelivery);
  ASSIGN_OR_RETURN(client_, MakeClient(RD_KAFKA_PRODUCER, std::move(conf)));
  poller_ = std::thread([this] { Poll(); });
  return absl::OkStatus();
}

KafkaProducer::~KafkaProducer() {
  if (client_ == nullptr) return;
  // Whoever wants delivery has flushed; the callbacks of the rest are told.
  rd_kafka_purge(client_.get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
  stopping_ = true;
  poller_.join();
  rd_kafka_flush(client_.get(), 1000);
}

void KafkaProducer::Poll() {
  while (!stopping_) {
    rd_kafka_poll(client_.get(), kPollMillis);
    probe_.queue.Set(rd_kafka_outq_len(client_.get()));
  }
}

rd_kafka_resp_err_t KafkaProducer::Produce(const Record& record, const std::string& topic, Pending* pending) {
  RdHeaders headers(rd_kafka_headers_new(record.headers.size()));
  for (const auto& [name, value] : record.headers) {
    rd_kafka_header_add(headers.get(), name.data(), static_cast<ssize_t>(name.size()), value.data(),
                        static_cast<ssize_t>(value.size()));
  }
  // librdkafka copies key and value.
  const rd_kafka_resp_err_t error = rd_kafka_producev(
      client_.get(), RD_KAFKA_V_TOPIC(topic.c_str()), RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
      // No key: any partition. An empty one would put all such records into the same.
      RD_KAFKA_V_KEY(record.key.empty() ? nullptr : record.key.data(), record.key.size()),
      RD_KAFKA_V_VALUE(const_cast<char*>(record.value.data()), record.value.size()),  // NOLINT: not written to
      RD_KAFKA_V_HEADERS(headers.get()), RD_KAFKA_V_OPAQUE(pending), RD_KAFKA_V_END);
  if (error == RD_KAFKA_RESP_ERR_NO_ERROR) (void)headers.release();  // The message owns them now.
  return error;
}

absl::Status KafkaProducer::Send(Record record, DeliveryCallback done) {
  auto pending = std::make_unique<Pending>(Pending{this, record.topic, 0, std::move(done)});
  {
    const absl::MutexLock lock(&mutex_);
    pending->epoch = epoch_;
    ++under_way_[epoch_];
  }
  const rd_kafka_resp_err_t error = Produce(record, prefix_ + record.topic, pending.get());
  if (error == RD_KAFKA_RESP_ERR_NO_ERROR) {
    (void)pending.release();  // OnDelivery takes it back.
    return absl::OkStatus();
  }
  const absl::MutexLock lock(&mutex_);
  if (--under_way_[pending->epoch] == 0) under_way_.erase(pending->epoch);
  return StatusOf(error, fmt::format("cannot queue a record for {}", record.topic));
}

void KafkaProducer::OnDelivery(rd_kafka_t*, const rd_kafka_message_t* message, void*) {
  std::unique_ptr<Pending> pending(static_cast<Pending*>(message->_private));
  KafkaProducer* producer = pending->producer;
  const absl::Status status = StatusOf(message->err, fmt::format("a record for {} was not delivered", pending->topic));
  producer->Delivered(std::move(pending), status);
}

void KafkaProducer::Delivered(std::unique_ptr<Pending> pending, const absl::Status& status) {
  // Before the count falls: who waits in Flush may rely on the callbacks having run.
  if (pending->done) pending->done(status);
  const absl::MutexLock lock(&mutex_);
  if (status.ok()) {
    probe_.produced.Of(pending->topic).Increment();
  } else {
    probe_.errors.Of(pending->topic).Increment();
    if (first_failure_.ok()) first_failure_ = status;
  }
  if (--under_way_[pending->epoch] == 0) under_way_.erase(pending->epoch);
}

absl::Status KafkaProducer::Flush(absl::Duration timeout) {
  const absl::MutexLock lock(&mutex_);
  const uint64_t until = epoch_++;
  const auto delivered = [&]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return under_way_.empty() || under_way_.begin()->first > until;
  };
  if (!mutex_.AwaitWithTimeout(absl::Condition(&delivered), timeout)) {
    return absl::DeadlineExceededError("kafka: not everything was delivered in time; it is still being tried");
  }
  return std::exchange(first_failure_, absl::OkStatus());
}

}  // namespace

absl::StatusOr<std::unique_ptr<Producer>> OpenProducer(const Options& options, telemetry::Metrics& metrics) {
  auto producer = std::make_unique<KafkaProducer>(options, metrics);
  RETURN_IF_ERROR(producer->Start(options));
  return producer;
}

}  // namespace mib::kafka
