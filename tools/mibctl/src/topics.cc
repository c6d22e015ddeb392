#include "mib/kafka/topics.h"

#include <fmt/format.h>

#include "commands.h"
#include "mib/base/json_text.h"
#include "mib/base/status.h"

namespace mib::mibctl {
namespace {

std::string JsonList(const google::protobuf::RepeatedPtrField<std::string>& items) {
  std::string out = "[";
  for (const std::string& item : items) {
    if (out.size() > 1) out += ", ";
    AppendJsonString(item, &out);
  }
  return out + "]";
}

std::string JsonText(const std::string& text) {
  std::string out;
  AppendJsonString(text, &out);
  return out;
}

absl::Status RunTopics(const Arguments& arguments, std::ostream& out) {
  const std::vector<kafka::TopicContract> topics = kafka::TopicsOfContracts();
  if (arguments.Has("list-json")) {
    out << TopicsToJson(topics);
    return absl::OkStatus();
  }
  const kafka::Options options = {
      .brokers = arguments.Text("brokers"), .prefix = arguments.Text("prefix"), .client_id = "mibctl"};
  ASSIGN_OR_RETURN(const int64_t replication, arguments.Number("replication", 1, 1, 100));
  ASSIGN_OR_RETURN(const std::vector<kafka::TopicContract> missing, kafka::MissingTopics(options, topics));
  const bool dry_run = arguments.Has("dry-run");
  if (!dry_run) RETURN_IF_ERROR(kafka::EnsureTopics(options, missing, static_cast<int>(replication)));
  for (const kafka::TopicContract& contract : missing) {
    out << fmt::format("{} {}{} ({} partitions)\n", dry_run ? "would create" : "created", options.prefix,
                       contract.topic.name(), contract.topic.partitions());
  }
  out << fmt::format("{} of {} topics existed\n", topics.size() - missing.size(), topics.size());
  return absl::OkStatus();
}

}  // namespace

std::string TopicsToJson(const std::vector<kafka::TopicContract>& topics) {
  std::string out = "[\n";
  for (const kafka::TopicContract& contract : topics) {
    const api::v1::Topic& topic = contract.topic;
    out += fmt::format(
        R"(  {{"name": {}, "schema": {}, "key": {}, "partitions": {}, "retention_ms": {}, "compact": {}, "producers": {}, "consumers": {}}}{})",
        JsonText(topic.name()), JsonText(contract.schema), JsonText(topic.key()), topic.partitions(),
        topic.retention_ms(), topic.compact(), JsonList(topic.producer()), JsonList(topic.consumers()),
        &contract == &topics.back() ? "\n" : ",\n");
  }
  return out + "]\n";
}

Command TopicsCommand() {
  return {.name = "topics",
          .summary = "Creates the Kafka topics of the contracts that a cluster does not have yet.",
          .options = {{"brokers", "HOST:PORT", "several separated by commas; not needed with --list-json"},
                      {"prefix", "TEXT", "set before every topic name"},
                      {"replication", "N", "copies of each partition; 1 by default"},
                      {"dry-run", "", "only shows what would be created"},
                      {"list-json", "", "prints the contracts as JSON and asks no broker"}},
          .run = RunTopics};
}

}  // namespace mib::mibctl
