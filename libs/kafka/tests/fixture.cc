#include "fixture.h"

#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <sstream>

#include "absl/time/clock.h"
#include "mib/base/ids.h"
#include "mib/base/status.h"

namespace mib::kafka {
namespace {

constexpr absl::Duration kPatience = absl::Minutes(1);

}  // namespace

Fixture::Fixture() {
  const char* brokers = std::getenv("MIB_TEST_KAFKA");
  if (brokers == nullptr) SKIP("MIB_TEST_KAFKA is not set");
  options = {.brokers = brokers, .prefix = "test-" + NewUuid().substr(0, 8) + ".", .client_id = "test"};
}

void Fixture::CreateTopic(int partitions, const std::string& name) {
  TopicContract contract;
  contract.topic.set_name(name);
  contract.topic.set_partitions(static_cast<uint32_t>(partitions));
  contract.topic.set_retention_ms(3'600'000);
  const absl::Status status = EnsureTopics(options, {contract}, 1);
  if (!status.ok()) FAIL(ToString(status));
}

std::unique_ptr<Producer> Fixture::OpenProducer(const Options& with) {
  auto producer = kafka::OpenProducer(with, metrics);
  if (!producer.ok()) FAIL(ToString(producer.status()));
  return *std::move(producer);
}

std::unique_ptr<Consumer> Fixture::OpenConsumer(PartitionListener listener, bool broadcast) {
  auto consumer = kafka::OpenConsumer({.kafka = options, .group = "g", .topics = {"t"}, .broadcast = broadcast},
                                      std::move(listener), metrics);
  if (!consumer.ok()) FAIL(ToString(consumer.status()));
  return *std::move(consumer);
}

void Fixture::Send(const std::vector<std::string>& values, const std::string& key, const std::string& topic) {
  if (producer_ == nullptr) producer_ = OpenProducer();
  for (const std::string& value : values) REQUIRE(producer_->Send({.topic = topic, .key = key, .value = value}).ok());
  const absl::Status status = producer_->Flush(kPatience);
  if (!status.ok()) FAIL(ToString(status));
}

double Fixture::Metric(const std::string& name) const {
  std::istringstream lines(metrics.Render());
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with(name + " ")) return std::atof(line.c_str() + name.size());
  }
  return 0;
}

std::vector<ConsumedRecord> PollFor(Consumer& consumer, size_t count, int max) {
  std::vector<ConsumedRecord> records;
  const absl::Time deadline = absl::Now() + kPatience;
  while (records.size() < count && absl::Now() < deadline) {
    auto polled = consumer.Poll(max, absl::Milliseconds(100));
    if (!polled.ok()) continue;
    records.insert(records.end(), polled->begin(), polled->end());
  }
  return records;
}

std::vector<std::string> ValuesOf(const std::vector<ConsumedRecord>& records) {
  std::vector<std::string> values;
  for (const ConsumedRecord& record : records) values.push_back(record.value);
  return values;
}

void PollUntil(Consumer& consumer, const std::function<bool()>& done) {
  const absl::Time deadline = absl::Now() + kPatience;
  while (!done()) {
    if (absl::Now() > deadline) FAIL("it did not come to pass");
    (void)consumer.Poll(100, absl::Milliseconds(50));
  }
}

std::vector<std::string> Numbers(int count) {
  std::vector<std::string> out;
  for (int i = 0; i < count; ++i) out.push_back(std::to_string(i));
  return out;
}

}  // namespace mib::kafka
