#include "mib/kafka/consumer.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <map>
#include <numeric>

#include "fixture.h"
#include "mib/base/status.h"
#include "tcp_gate.h"

namespace mib::kafka {
namespace {

// The offsets kept by a caller that stores them with its rows.
struct Store {
  Offsets offsets;
  std::vector<TopicPartition> assigned;
  std::vector<TopicPartition> revoked;

  PartitionListener Listener() {
    return {.on_assigned = [this](const std::vector<TopicPartition>& partitions) -> absl::StatusOr<Offsets> {
              assigned = partitions;
              return offsets;
            },
            .on_revoked = [this](const std::vector<TopicPartition>& partitions) { revoked = partitions; }};
  }
};

}  // namespace

TEST_CASE("Records of one key come in the order they were sent", "[integration][kafka]") {
  Fixture fixture;
  fixture.CreateTopic(3);
  for (int round = 0; round < 50; ++round) {
    for (const char* key : {"a", "b", "c", "d"}) fixture.Send({std::to_string(round)}, key);
  }
  std::map<std::string, std::vector<std::string>> by_key;
  std::map<std::string, int32_t> partition;
  for (const ConsumedRecord& record : PollFor(*fixture.OpenConsumer(), 200)) {
    by_key[record.key].push_back(record.value);
    CHECK(partition.emplace(record.key, record.source.partition).first->second == record.source.partition);
  }
  REQUIRE(by_key.size() == 4);
  for (const auto& [key, values] : by_key) CHECK(values == Numbers(50));
}

TEST_CASE("A consumer begins where the listener says, whatever was committed", "[integration][kafka]") {
  Fixture fixture;
  fixture.CreateTopic(1);
  fixture.Send(Numbers(10));
  Store store;
  {
    const auto consumer = fixture.OpenConsumer(store.Listener());
    CHECK(ValuesOf(PollFor(*consumer, 10)) == Numbers(10));
    consumer->Commit({{{"t", 0}, 10}});
    CHECK(store.assigned == std::vector<TopicPartition>{{"t", 0}});
  }
  store.offsets = {{{"t", 0}, 7}};
  const auto consumer = fixture.OpenConsumer(store.Listener());
  CHECK(ValuesOf(PollFor(*consumer, 3)) == std::vector<std::string>{"7", "8", "9"});
  CHECK(consumer->Lag() == 0);
}

TEST_CASE("Poll fails while the listener does, and the assignment is tried again", "[integration][kafka]") {
  Fixture fixture;
  fixture.CreateTopic(1);
  fixture.Send(Numbers(3));
  int asked = 0;
  absl::Status seen;
  const auto consumer = fixture.OpenConsumer({.on_assigned = [&](const auto&) -> absl::StatusOr<Offsets> {
                                                if (++asked < 4) return absl::UnavailableError("the database is away");
                                                return Offsets{{{"t", 0}, 1}};
                                              },
                                              .on_revoked = {}});
  PollUntil(*consumer, [&] { return asked > 0; });
  for (int i = 0; i < 2; ++i)
    CHECK(consumer->Poll(10, absl::ZeroDuration()).status() == absl::UnavailableError("the database is away"));
  CHECK(ValuesOf(PollFor(*consumer, 2)) == std::vector<std::string>{"1", "2"});
  CHECK(asked == 4);
}

TEST_CASE("Seek goes back and on, over records that were fetched already", "[integration][kafka]") {
  Fixture fixture;
  fixture.CreateTopic(1);
  fixture.Send(Numbers(500));
  const auto consumer = fixture.OpenConsumer();
  const TopicPartition partition{"t", 0};
  CHECK(absl::IsFailedPrecondition(consumer->Seek(partition, 0)));
  CHECK(PollFor(*consumer, 10, /*max=*/10).size() == 10);
  REQUIRE(consumer->Seek(partition, 5).ok());
  CHECK(PollFor(*consumer, 10, 10).front().value == "5");
  REQUIRE(consumer->Seek(partition, 490).ok());
  CHECK(ValuesOf(PollFor(*consumer, 10, 10)).front() == "490");
  REQUIRE(consumer->Seek(partition, 0).ok());
  CHECK(ValuesOf(PollFor(*consumer, 500, 7)) == Numbers(500));
}

TEST_CASE("A paused consumer gives nothing, and goes on without a gap or a repetition", "[integration][kafka]") {
  Fixture fixture;
  fixture.CreateTopic(1);
  fixture.Send(Numbers(300));
  const auto consumer = fixture.OpenConsumer();
  std::vector<std::string> values;
  for (int round = 0; round < 5; ++round) {
    for (std::string& value : ValuesOf(PollFor(*consumer, 20, 20))) values.push_back(std::move(value));
    consumer->PauseAll();
    CHECK(consumer->Poll(100, absl::Milliseconds(100))->empty());
    consumer->ResumeAll();
  }
  for (std::string& value : ValuesOf(PollFor(*consumer, 200))) values.push_back(std::move(value));
  CHECK(values == Numbers(300));
}

TEST_CASE("A second consumer of the group takes over partitions, and each record is read by the owner of the time",
          "[integration][kafka]") {
  Fixture fixture;
  fixture.CreateTopic(4);
  Store first_store, second_store;
  const auto first = fixture.OpenConsumer(first_store.Listener());
  PollUntil(*first, [&] { return first_store.assigned.size() == 4; });
  auto second = fixture.OpenConsumer(second_store.Listener());
  PollUntil(*first, [&] {
    (void)second->Poll(1, absl::ZeroDuration());
    return first_store.assigned.size() == 2 && second_store.assigned.size() == 2;
  });
  CHECK(first_store.revoked.size() == 4);
  for (int i = 0; i < 40; ++i) fixture.Send({std::to_string(i)}, "key" + std::to_string(i));
  std::vector<int> seen;
  for (int round = 0; round < 1000 && seen.size() < 40; ++round) {
    for (Consumer* consumer : {first.get(), second.get()}) {
      auto records = consumer->Poll(100, absl::Milliseconds(20));
      if (!records.ok()) continue;
      for (const ConsumedRecord& record : *records) seen.push_back(std::stoi(record.value));
    }
  }
  std::sort(seen.begin(), seen.end());
  std::vector<int> all(40);
  std::iota(all.begin(), all.end(), 0);
  CHECK(seen == all);

  second.reset();
  PollUntil(*first, [&] { return first_store.assigned.size() == 4; });
}

TEST_CASE("Lag counts what is not read yet", "[integration][kafka]") {
  Fixture fixture;
  fixture.CreateTopic(2);
  fixture.Send(Numbers(30));
  const auto consumer = fixture.OpenConsumer();
  CHECK(consumer->Lag() == -1);
  CHECK(PollFor(*consumer, 10, 10).size() == 10);
  PollUntil(*consumer, [&] { return consumer->Lag() == 0; });
  PollUntil(*consumer, [&] { return fixture.Metric("mib_kafka_consumer_lag_records{group=\"g\"}") == 0; });
}

TEST_CASE("A topic that does not exist yet is an error that may pass, and is read once it does",
          "[integration][kafka]") {
  Fixture fixture;
  const auto consumer = fixture.OpenConsumer();
  absl::Status seen;
  PollUntil(*consumer, [&] {
    seen = consumer->Poll(1, absl::Milliseconds(100)).status();
    return !seen.ok();
  });
  CHECK(absl::IsUnavailable(seen));
  fixture.CreateTopic(1);
  fixture.Send({"late"});
  CHECK(ValuesOf(PollFor(*consumer, 1)) == std::vector<std::string>{"late"});
}

TEST_CASE("A consumer opened while the broker is away reads once it is there", "[integration][kafka]") {
  Fixture fixture;
  fixture.CreateTopic(1);
  fixture.Send({"a"});
  TcpGate gate(std::stoi(fixture.options.brokers.substr(fixture.options.brokers.rfind(':') + 1)));
  gate.Close();
  fixture.options.brokers = "127.0.0.1:" + std::to_string(gate.port());
  const auto consumer = fixture.OpenConsumer();
  const auto polled = consumer->Poll(1, absl::Milliseconds(200));
  CHECK((!polled.ok() || polled->empty()));
  gate.Open();
  CHECK(ValuesOf(PollFor(*consumer, 1)) == std::vector<std::string>{"a"});
}

}  // namespace mib::kafka
