#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <regex>
#include <set>

#include "mib/kafka/topics.h"

namespace mib::kafka {

TEST_CASE("Every linked contract with a topic is found once, in the order of names", "[unit][kafka]") {
  const std::vector<TopicContract> topics = TopicsOfContracts();
  const auto trades = std::find_if(topics.begin(), topics.end(),
                                   [](const TopicContract& t) { return t.topic.name() == "mib.market.trades.v1"; });
  REQUIRE(trades != topics.end());
  CHECK(trades->schema == "mib.events.v1.TradeBatch");
  CHECK(trades->topic.partitions() == 6);
  std::set<std::string> names;
  for (const TopicContract& contract : topics) names.insert(contract.topic.name());
  CHECK(names.size() == topics.size());
  CHECK(std::is_sorted(topics.begin(), topics.end(),
                       [](const TopicContract& a, const TopicContract& b) { return a.topic.name() < b.topic.name(); }));
}

TEST_CASE("Every contract names a topic of our shape, a key field that exists, and partitions", "[unit][kafka]") {
  const std::regex shape("mib(\\.[a-z]+(-[a-z]+)*){1,2}\\.v[0-9]+");
  for (const TopicContract& contract : TopicsOfContracts()) {
    INFO(contract.schema);
    CHECK(std::regex_match(contract.topic.name(), shape));
    const auto* message = google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(contract.schema);
    REQUIRE(message != nullptr);
    CHECK(message->FindFieldByName(contract.topic.key()) != nullptr);
    CHECK(contract.topic.partitions() > 0);
    CHECK((contract.topic.compact() || contract.topic.retention_ms() > 0));
    CHECK(contract.topic.producer_size() > 0);
  }
}

}  // namespace mib::kafka
