#include <catch2/catch_test_macros.hpp>

#include "fake_consumer.h"
#include "fake_producer.h"

namespace mib::kafka {

TEST_CASE("FakeProducer tells each record's callback how it ended", "[unit][kafka]") {
  FakeProducer producer;
  producer.Hold(true);
  absl::Status told = absl::UnknownError("not told");
  REQUIRE(producer.Send({.topic = "t", .value = "v"}, [&](const absl::Status& status) { told = status; }).ok());
  CHECK(absl::IsUnknown(told));
  producer.Deliver(absl::UnavailableError("broker away"));
  CHECK(absl::IsUnavailable(told));
  CHECK(producer.RecordsOf("t").size() == 1);
  CHECK(producer.RecordsOf("u").empty());
}

TEST_CASE("FakeConsumer begins where the listener says and after a new assignment again", "[unit][kafka]") {
  Offsets stored = {{{"t", 0}, 1}};
  std::vector<TopicPartition> revoked;
  FakeConsumer consumer({.on_assigned = [&](const auto&) -> absl::StatusOr<Offsets> { return stored; },
                         .on_revoked = [&](const auto& partitions) { revoked = partitions; }});
  for (const char* value : {"a", "b", "c"}) consumer.Feed(Record{.topic = "t", .value = value});
  auto records = consumer.Poll(10, absl::ZeroDuration());
  REQUIRE(records.ok());
  REQUIRE(records->size() == 2);
  CHECK(records->front().value == "b");
  CHECK(consumer.Lag() == 0);

  stored[{"t", 0}] = 2;
  consumer.Assign({{"t", 0}});
  records = consumer.Poll(10, absl::ZeroDuration());
  CHECK(revoked == std::vector<TopicPartition>{{"t", 0}});
  REQUIRE(records->size() == 1);
  CHECK(records->front().offset == 2);
}

TEST_CASE("FakeConsumer gives nothing while paused", "[unit][kafka]") {
  FakeConsumer consumer;
  consumer.Feed(Record{.topic = "t"});
  consumer.PauseAll();
  CHECK(consumer.Poll(1, absl::ZeroDuration())->empty());
  consumer.ResumeAll();
  CHECK(consumer.Poll(1, absl::ZeroDuration())->size() == 1);
}

}  // namespace mib::kafka
