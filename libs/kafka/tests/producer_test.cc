#include "mib/kafka/producer.h"

#include <atomic>
#include <catch2/catch_test_macros.hpp>

#include "fixture.h"
#include "mib/base/status.h"
#include "tcp_gate.h"

namespace mib::kafka {
namespace {

int PortOf(const std::string& brokers) { return std::stoi(brokers.substr(brokers.rfind(':') + 1)); }

}  // namespace

TEST_CASE("A record arrives whole: key, value of any bytes, headers, time", "[integration][kafka]") {
  Fixture fixture;
  fixture.CreateTopic(1);
  const auto producer = fixture.OpenProducer();
  const std::string hostile("a\0\xff", 3);
  const absl::Time before = absl::Now() - absl::Seconds(1);
  REQUIRE(producer->Send({.topic = "t", .key = hostile, .value = hostile, .headers = {{"h", hostile}, {"empty", ""}}})
              .ok());
  REQUIRE(producer->Flush(absl::Minutes(1)).ok());
  const auto records = PollFor(*fixture.OpenConsumer(), 1);
  REQUIRE(records.size() == 1);
  CHECK(records[0].source == TopicPartition{"t", 0});
  CHECK(records[0].key == hostile);
  CHECK(records[0].value == hostile);
  CHECK(records[0].headers == Headers{{"h", hostile}, {"empty", ""}});
  CHECK(records[0].timestamp > before);
  CHECK(fixture.Metric("mib_kafka_produced_total{topic=\"t\"}") == 1);
}

TEST_CASE("Callbacks have run when Flush returns", "[integration][kafka]") {
  Fixture fixture;
  fixture.CreateTopic(2);
  const auto producer = fixture.OpenProducer();
  std::atomic<int> delivered = 0;
  for (int i = 0; i < 1000; ++i) {
    REQUIRE(producer
                ->Send({.topic = "t", .key = std::to_string(i), .value = "v"},
                       [&](const absl::Status& s) { delivered += s.ok(); })
                .ok());
  }
  REQUIRE(producer->Flush(absl::Minutes(1)).ok());
  CHECK(delivered == 1000);
}

TEST_CASE("A full queue is kResourceExhausted, and every record queued is told of", "[integration][kafka]") {
  Fixture fixture;
  Options nowhere = fixture.options;
  nowhere.brokers = "127.0.0.1:1";
  auto producer = fixture.OpenProducer(nowhere);
  std::atomic<int> told = 0;
  int queued = 0;
  absl::Status status;
  while (queued < 1'000'000) {
    status = producer->Send({.topic = "t", .value = "v"}, [&](const absl::Status& s) { told += !s.ok(); });
    if (!status.ok()) break;
    ++queued;
  }
  CHECK(absl::IsResourceExhausted(status));
  CHECK(queued >= 10'000);
  CHECK(absl::IsDeadlineExceeded(producer->Flush(absl::Milliseconds(50))));
  producer.reset();
  CHECK(told == queued);
}

TEST_CASE("Records sent before the broker is there arrive when it is, in order", "[integration][kafka]") {
  Fixture fixture;
  fixture.CreateTopic(1);
  TcpGate gate(PortOf(fixture.options.brokers));
  gate.Close();
  Options through = fixture.options;
  through.brokers = "127.0.0.1:" + std::to_string(gate.port());
  const auto producer = fixture.OpenProducer(through);
  for (const std::string& value : Numbers(100))
    REQUIRE(producer->Send({.topic = "t", .key = "k", .value = value}).ok());
  CHECK(absl::IsDeadlineExceeded(producer->Flush(absl::Milliseconds(300))));
  gate.Open();
  CHECK(producer->Flush(absl::Minutes(1)).ok());
  CHECK(ValuesOf(PollFor(*fixture.OpenConsumer(), 100)) == Numbers(100));
}

TEST_CASE("A record too large for the broker is refused at once", "[integration][kafka]") {
  Fixture fixture;
  fixture.CreateTopic(1);
  const auto producer = fixture.OpenProducer();
  CHECK(absl::IsInvalidArgument(producer->Send({.topic = "t", .value = std::string(5'000'000, 'x')})));
  CHECK(producer->Flush(absl::Minutes(1)).ok());
}

TEST_CASE("Options that cannot work are refused", "[integration][kafka]") {
  telemetry::Metrics metrics;
  CHECK(absl::IsInvalidArgument(OpenProducer({}, metrics).status()));
}

}  // namespace mib::kafka
