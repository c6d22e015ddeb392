#include "route_table.h"

#include <catch2/catch_test_macros.hpp>
#include <set>

#include "google/protobuf/descriptor.pb.h"
#include "mib/base/status.h"

namespace mib::gateway {
namespace {

std::unique_ptr<RouteTable> Linked() {
  auto table = RouteTable::Build(RouteTable::LinkedServices());
  REQUIRE(table.ok());
  return *std::move(table);
}

api::v1::Policy SomePolicy() {
  api::v1::Policy policy;
  policy.set_permission(api::v1::READ_DATA);
  policy.set_deadline_ms(100);
  return policy;
}

/// A contract made for a test: service mib.test.v1.Things over GetUserRequest-like messages with fields id and name.
class Contract {
 public:
  Contract() {
    file_.set_name("mib/test/v1/test.proto");
    file_.set_package("mib.test.v1");
    file_.set_syntax("proto3");
    auto* message = file_.add_message_type();
    message->set_name("Thing");
    for (const char* name : {"id", "name"}) {
      auto* field = message->add_field();
      field->set_name(name);
      field->set_number(message->field_size());
      field->set_type(google::protobuf::FieldDescriptorProto::TYPE_STRING);
      field->set_label(google::protobuf::FieldDescriptorProto::LABEL_OPTIONAL);
    }
    file_.add_service()->set_name("Things");
  }

  Contract& Rpc(const std::string& name, const std::string& get, const api::v1::Policy& policy,
                const std::string& data_field = {}) {
    auto* method = file_.mutable_service(0)->add_method();
    method->set_name(name);
    method->set_input_type(".mib.test.v1.Thing");
    method->set_output_type(".mib.test.v1.Thing");
    auto* http = method->mutable_options()->AddExtension(api::v1::http);
    http->set_get(get);
    http->set_data_field(data_field);
    *method->mutable_options()->MutableExtension(api::v1::policy) = policy;
    return *this;
  }

  absl::StatusOr<std::unique_ptr<RouteTable>> Build() {
    const auto* file = pool_.BuildFile(file_);
    REQUIRE(file != nullptr);
    return RouteTable::Build({file->service(0)});
  }

 private:
  google::protobuf::FileDescriptorProto file_;
  google::protobuf::DescriptorPool pool_;
};

std::string ErrorOf(Contract& contract) { return MessageOf(contract.Build().status()); }

TEST_CASE("Every linked contract has a place in one route table", "[unit]") {
  const auto table = Linked();
  std::set<std::string> upstreams;
  for (const auto& route : table->routes()) upstreams.insert(route->upstream);
  CHECK(upstreams == std::set<std::string>{"analytics", "auth", "core_engine", "gateway", "ingestion", "notification"});
}

TEST_CASE("A path parameter is bound to the RPC's field", "[unit]") {
  const auto table = Linked();
  const Match match = table->Find("GET", "/api/v1/market-data/BTC-USD/quote");
  REQUIRE(match.route != nullptr);
  CHECK(match.route->rpc_name == "mib.core_engine.v1.MarketData/GetQuote");
  CHECK(match.parameters == PathParameters{{"symbol", "BTC-USD"}});
}

TEST_CASE("A literal segment wins over a parameter", "[unit]") {
  const auto table = Linked();
  CHECK(table->Find("GET", "/api/v1/alerts/rules").route->rpc_name == "mib.notification.v1.Alerts/ListRules");
  CHECK(table->Find("GET", "/api/v1/market-data/search").route->rpc_name ==
        "mib.core_engine.v1.MarketData/SearchInstruments");
}

TEST_CASE("A walk that a literal leads astray goes back to the parameter", "[unit]") {
  Contract contract;
  const auto table = contract.Rpc("A", "/a/fixed/one", SomePolicy()).Rpc("B", "/a/{id}/two", SomePolicy()).Build();
  REQUIRE(table.ok());
  const Match match = (*table)->Find("GET", "/a/fixed/two");
  REQUIRE(match.route != nullptr);
  CHECK(match.parameters == PathParameters{{"id", "fixed"}});
}

TEST_CASE("A known path with another method tells what it accepts", "[unit]") {
  const auto table = Linked();
  const Match match = table->Find("PUT", "/api/v1/alerts/rules/17");
  CHECK(match.route == nullptr);
  CHECK(std::set<std::string>(match.allowed.begin(), match.allowed.end()) ==
        std::set<std::string>{"GET", "PATCH", "DELETE"});
}

TEST_CASE("An unknown path matches nothing and accepts nothing", "[unit]") {
  const auto table = Linked();
  for (const char* path : {"/", "", "/api", "/api/v1/market-data//quote", "/api/v1/market-data/AAPL/quote/x",
                           "//api/v1/symbols", "/API/V1/symbols", "/api/v1/market-data/%zz/quote"}) {
    CAPTURE(path);
    const Match match = table->Find("GET", path);
    CHECK(match.route == nullptr);
    CHECK(match.allowed.empty());
  }
}

TEST_CASE("A path of a million segments matches nothing", "[unit]") {
  std::string path;
  for (int i = 0; i < 1000000; ++i) path += "/a";
  CHECK(Linked()->Find("GET", path).route == nullptr);
}

TEST_CASE("An escaped slash stays within its segment", "[unit]") {
  const auto table = Linked();
  const Match match = table->Find("GET", "/api/v1/market-data/BTC%2FUSD/quote");
  REQUIRE(match.route != nullptr);
  CHECK(match.parameters == PathParameters{{"symbol", "BTC/USD"}});
}

TEST_CASE("A trailing slash changes nothing", "[unit]") {
  CHECK(Linked()->Find("GET", "/api/v1/monitoring/jobs/").route != nullptr);
}

TEST_CASE("A route without a permission fails the start", "[unit]") {
  Contract contract;
  contract.Rpc("A", "/a", api::v1::Policy());
  CHECK(ErrorOf(contract) == "contract of mib.test.v1.Things.A: a route without a permission");
}

TEST_CASE("An internal RPC with a route fails the start", "[unit]") {
  Contract contract;
  api::v1::Policy policy = SomePolicy();
  policy.set_permission(api::v1::INTERNAL_ONLY);
  contract.Rpc("A", "/a", policy);
  CHECK(ErrorOf(contract) == "contract of mib.test.v1.Things.A: an internal RPC with a route");
}

TEST_CASE("A route without a deadline fails the start", "[unit]") {
  Contract contract;
  api::v1::Policy policy = SomePolicy();
  policy.clear_deadline_ms();
  contract.Rpc("A", "/a", policy);
  CHECK(ErrorOf(contract) == "contract of mib.test.v1.Things.A: a route without a deadline");
}

TEST_CASE("Two RPCs that claim one path fail the start, whatever they call their parameter", "[unit]") {
  Contract contract;
  contract.Rpc("A", "/a/{id}", SomePolicy()).Rpc("B", "/a/{name}", SomePolicy());
  CHECK(ErrorOf(contract) == "contract of mib.test.v1.Things.B: GET /a/{name} is taken by mib.test.v1.Things/A");
}

TEST_CASE("A parameter or data_field that the contract does not have fails the start", "[unit]") {
  Contract parameter;
  parameter.Rpc("A", "/a/{nothing}", SomePolicy());
  CHECK(ErrorOf(parameter) ==
        "contract of mib.test.v1.Things.A: 'nothing' of /a/{nothing} is no single field of the request");
  Contract data;
  data.Rpc("A", "/a", SomePolicy(), "rows");
  CHECK(ErrorOf(data) == "contract of mib.test.v1.Things.A: no response field 'rows'");
}

}  // namespace
}  // namespace mib::gateway
