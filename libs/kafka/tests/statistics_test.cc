#include "statistics.h"

#include <catch2/catch_test_macros.hpp>

namespace mib::kafka {

TEST_CASE("A broker is up when any connection is", "[unit][kafka]") {
  CHECK(AnyBrokerUp(R"({"name":"x","brokers":{"a:1/bootstrap":{"state":"DOWN"},"a:1/1":{"state":"UP"}}})"));
  CHECK(AnyBrokerUp(R"({"brokers":{"a:1/1":{"state":"UPDATE"}}})"));
  CHECK_FALSE(AnyBrokerUp(R"({"brokers":{"a:1/1":{"state":"TRY_CONNECT"}}})"));
  CHECK_FALSE(AnyBrokerUp(R"({"brokers":{}})"));
  CHECK_FALSE(AnyBrokerUp(R"({"topics":{"UP":{"state":"UP"}}})"));
  CHECK_FALSE(AnyBrokerUp("not json"));
}

}  // namespace mib::kafka
