#include "mib/kafka/topics.h"

#include <catch2/catch_test_macros.hpp>

#include "fixture.h"
#include "mib/base/status.h"

namespace mib::kafka {
namespace {

TopicContract Contract(const std::string& name, uint32_t partitions, bool compact) {
  TopicContract contract;
  contract.topic.set_name(name);
  contract.topic.set_partitions(partitions);
  contract.topic.set_compact(compact);
  return contract;
}

}  // namespace

TEST_CASE("Topics that are missing are made, and a second run makes none", "[integration][kafka]") {
  Fixture fixture;
  const std::vector<TopicContract> topics = {Contract("a", 3, false), Contract("b", 1, true)};
  CHECK(MissingTopics(fixture.options, topics)->size() == 2);
  REQUIRE(EnsureTopics(fixture.options, topics, 1).ok());
  CHECK(MissingTopics(fixture.options, topics)->empty());
  CHECK(EnsureTopics(fixture.options, topics, 1).ok());
}

TEST_CASE("A topic with fewer partitions than its contract is refused, one with more is left alone",
          "[integration][kafka]") {
  Fixture fixture;
  REQUIRE(EnsureTopics(fixture.options, {Contract("a", 2, false)}, 1).ok());
  const absl::Status status = EnsureTopics(fixture.options, {Contract("a", 3, false)}, 1);
  CHECK(absl::IsFailedPrecondition(status));
  CHECK(MessageOf(status).find("has 2 partitions, its contract says 3") != std::string::npos);
  CHECK(EnsureTopics(fixture.options, {Contract("a", 1, false)}, 1).ok());
}

TEST_CASE("More copies than brokers are refused", "[integration][kafka]") {
  Fixture fixture;
  CHECK(absl::IsInvalidArgument(EnsureTopics(fixture.options, {Contract("a", 1, false)}, 30)));
}

}  // namespace mib::kafka
