#include "mib/kafka/topics.h"

#include <fmt/format.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor_database.h>

#include <algorithm>
#include <array>
#include <map>

#include "client.h"
#include "errors.h"
#include "mib/base/status.h"

namespace mib::kafka {
namespace {

constexpr int kTimeoutMillis = 10'000;

struct RdTopicFree {
  void operator()(rd_kafka_NewTopic_t* topic) const { rd_kafka_NewTopic_destroy(topic); }
  void operator()(rd_kafka_AdminOptions_t* options) const { rd_kafka_AdminOptions_destroy(options); }
  void operator()(rd_kafka_event_t* event) const { rd_kafka_event_destroy(event); }
};
using RdNewTopic = std::unique_ptr<rd_kafka_NewTopic_t, RdTopicFree>;
using RdAdminOptions = std::unique_ptr<rd_kafka_AdminOptions_t, RdTopicFree>;
using RdEvent = std::unique_ptr<rd_kafka_event_t, RdTopicFree>;

// A client for questions and commands about topics; no records.
struct Admin {
  std::shared_ptr<prometheus::Gauge> up = std::make_shared<prometheus::Gauge>();
  std::unique_ptr<ClientState> state = std::make_unique<ClientState>(*up);
  RdClient client;
};

absl::StatusOr<Admin> OpenAdmin(const Options& options) {
  Admin admin;
  ASSIGN_OR_RETURN(RdConf conf, MakeConf(options, {}, *admin.state));
  ASSIGN_OR_RETURN(admin.client, MakeClient(RD_KAFKA_PRODUCER, std::move(conf)));
  return admin;
}

// Topic name to number of partitions.
absl::StatusOr<std::map<std::string, int>> ExistingTopics(rd_kafka_t* client) {
  const rd_kafka_metadata_t* raw = nullptr;
  RETURN_IF_ERROR(
      StatusOf(rd_kafka_metadata(client, /*all_topics=*/1, nullptr, &raw, kTimeoutMillis), "cannot list topics"));
  const RdMetadata metadata(raw);
  std::map<std::string, int> topics;
  for (int i = 0; i < metadata->topic_cnt; ++i) topics[metadata->topics[i].topic] = metadata->topics[i].partition_cnt;
  return topics;
}

// The contracts whose topics are not there; fails for one with too few partitions.
absl::StatusOr<std::vector<TopicContract>> Missing(rd_kafka_t* client, const std::string& prefix,
                                                   const std::vector<TopicContract>& topics) {
  using Existing = std::map<std::string, int>;
  ASSIGN_OR_RETURN(const Existing existing, ExistingTopics(client));
  std::vector<TopicContract> missing;
  for (const TopicContract& contract : topics) {
    const auto found = existing.find(prefix + contract.topic.name());
    if (found == existing.end()) {
      missing.push_back(contract);
    } else if (found->second < static_cast<int>(contract.topic.partitions())) {
      return absl::FailedPreconditionError(fmt::format("kafka: topic {} has {} partitions, its contract says {}",
                                                       found->first, found->second, contract.topic.partitions()));
    }
  }
  return missing;
}

absl::StatusOr<RdNewTopic> ToNewTopic(const std::string& name, const api::v1::Topic& topic, int replication) {
  std::array<char, 256> error{};
  RdNewTopic made(rd_kafka_NewTopic_new(name.c_str(), static_cast<int>(topic.partitions()), replication, error.data(),
                                        error.size()));
  if (made == nullptr) return absl::InvalidArgumentError(fmt::format("kafka: topic {}: {}", name, error.data()));
  const bool expires = topic.retention_ms() != 0;
  const char* cleanup = !topic.compact() ? "delete" : expires ? "compact,delete" : "compact";
  rd_kafka_NewTopic_set_config(made.get(), "cleanup.policy", cleanup);
  rd_kafka_NewTopic_set_config(made.get(), "compression.type", "producer");
  if (expires) rd_kafka_NewTopic_set_config(made.get(), "retention.ms", std::to_string(topic.retention_ms()).c_str());
  return made;
}

absl::Status Create(rd_kafka_t* client, const std::vector<RdNewTopic>& topics) {
  const RdAdminOptions options(rd_kafka_AdminOptions_new(client, RD_KAFKA_ADMIN_OP_CREATETOPICS));
  std::array<char, 256> error{};
  rd_kafka_AdminOptions_set_operation_timeout(options.get(), kTimeoutMillis, error.data(), error.size());
  rd_kafka_AdminOptions_set_request_timeout(options.get(), 2 * kTimeoutMillis, error.data(), error.size());
  std::vector<rd_kafka_NewTopic_t*> raw;
  for (const RdNewTopic& topic : topics) raw.push_back(topic.get());

  const RdQueue queue(rd_kafka_queue_new(client));
  rd_kafka_CreateTopics(client, raw.data(), raw.size(), options.get(), queue.get());
  const RdEvent event(rd_kafka_queue_poll(queue.get(), 3 * kTimeoutMillis));
  if (event == nullptr) return absl::UnavailableError("kafka: cannot create topics: no answer");
  RETURN_IF_ERROR(StatusOf(rd_kafka_event_error(event.get()), "cannot create topics"));
  size_t count = 0;
  const rd_kafka_topic_result_t** results =
      rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event.get()), &count);
  for (size_t i = 0; i < count; ++i) {
    const rd_kafka_resp_err_t code = rd_kafka_topic_result_error(results[i]);
    // Another process was faster.
    if (code == RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS) continue;
    RETURN_IF_ERROR(StatusOf(code, fmt::format("cannot create topic {}", rd_kafka_topic_result_name(results[i]))));
  }
  return absl::OkStatus();
}

void Collect(const google::protobuf::Descriptor& message, std::vector<TopicContract>* out) {
  if (message.options().HasExtension(api::v1::topic)) {
    out->push_back({message.full_name(), message.options().GetExtension(api::v1::topic)});
  }
  for (int i = 0; i < message.nested_type_count(); ++i) Collect(*message.nested_type(i), out);
}

}  // namespace

std::vector<TopicContract> TopicsOfContracts() {
  std::vector<std::string> files;
  google::protobuf::DescriptorPool::internal_generated_database()->FindAllFileNames(&files);
  std::vector<TopicContract> contracts;
  for (const std::string& file : files) {
    const auto* descriptor = google::protobuf::DescriptorPool::generated_pool()->FindFileByName(file);
    if (descriptor == nullptr) continue;
    for (int i = 0; i < descriptor->message_type_count(); ++i) Collect(*descriptor->message_type(i), &contracts);
  }
  std::sort(contracts.begin(), contracts.end(),
            [](const TopicContract& a, const TopicContract& b) { return a.topic.name() < b.topic.name(); });
  return contracts;
}

absl::StatusOr<std::vector<TopicContract>> MissingTopics(const Options& options,
                                                         const std::vector<TopicContract>& topics) {
  ASSIGN_OR_RETURN(const Admin admin, OpenAdmin(options));
  return Missing(admin.client.get(), options.prefix, topics);
}

absl::Status EnsureTopics(const Options& options, const std::vector<TopicContract>& topics, int replication) {
  ASSIGN_OR_RETURN(const Admin admin, OpenAdmin(options));
  ASSIGN_OR_RETURN(const std::vector<TopicContract> missing, Missing(admin.client.get(), options.prefix, topics));
  std::vector<RdNewTopic> wanted;
  for (const TopicContract& contract : missing) {
    ASSIGN_OR_RETURN(wanted.emplace_back(),
                     ToNewTopic(options.prefix + contract.topic.name(), contract.topic, replication));
  }
  return wanted.empty() ? absl::OkStatus() : Create(admin.client.get(), wanted);
}

}  // namespace mib::kafka
