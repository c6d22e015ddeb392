#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

#include <catch2/catch_test_macros.hpp>

#include "commands.h"

namespace mib::mibctl {

TEST_CASE("The list of topics is JSON that says what the contracts say", "[unit][mibctl]") {
  google::protobuf::ListValue list;
  REQUIRE(google::protobuf::util::JsonStringToMessage(TopicsToJson(kafka::TopicsOfContracts()), &list).ok());
  REQUIRE(list.values_size() == static_cast<int>(kafka::TopicsOfContracts().size()));
  bool found = false;
  for (const auto& value : list.values()) {
    const auto& fields = value.struct_value().fields();
    if (fields.at("name").string_value() != "mib.market.trades.v1") continue;
    found = true;
    CHECK(fields.at("schema").string_value() == "mib.events.v1.TradeBatch");
    CHECK(fields.at("key").string_value() == "symbol");
    CHECK(fields.at("partitions").number_value() == 6);
    CHECK(fields.at("producers").list_value().values(0).string_value() == "ingestion");
  }
  CHECK(found);
}

TEST_CASE("No topics are an empty list", "[unit][mibctl]") { CHECK(TopicsToJson({}) == "[\n]\n"); }

}  // namespace mib::mibctl
