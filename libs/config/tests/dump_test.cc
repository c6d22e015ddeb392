#include <google/protobuf/util/message_differencer.h>

#include <catch2/catch_test_macros.hpp>

#include "mib/base/status.h"
#include "mib/config/config.h"
#include "mib/testing/v1/settings.pb.h"

namespace mib::config {
namespace {

const Environment kNoEnvironment = [](const std::string&) -> const char* { return nullptr; };

testing::v1::Settings Loaded(const std::string& yaml) {
  testing::v1::Settings settings;
  const absl::Status status = Load(yaml, "c.yaml", kNoEnvironment, &settings);
  INFO(ToString(status));
  REQUIRE(status.ok());
  return settings;
}

TEST_CASE("Loading what was dumped gives the same configuration", "[unit][config]") {
  const testing::v1::Settings settings = Loaded(R"(
kafka: {brokers: "a:1,b:2", prefix: "no"}
postgres: {dsn: "dbname='my db' user=x"}
sources: [{name: "quoted \" \\ name", weight: 0.1}, {name: "0x1"}]
symbols: []
ports: [1, 65535]
labels: {b: "2", a: "line\nbreak"}
color: dark_green
verbose: false
offset: -5
limit: 0
redis: {address: "r:1"}
)");
  const std::string yaml = Dump(settings);
  CAPTURE(yaml);
  CHECK(google::protobuf::util::MessageDifferencer::Equals(Loaded(yaml), settings));
  CHECK(Dump(Loaded(yaml)) == yaml);
}

TEST_CASE("No secret is in a dump", "[unit][config]") {
  const std::string yaml = Dump(Loaded(R"(
kafka: {brokers: a}
postgres: {dsn: "dbname=mib password=canary1 user=x"}
sources: [{name: a, api_key: canary2}]
password: canary3
labels: {token: canary4}
)"));
  CAPTURE(yaml);
  CHECK(yaml.find("canary") == std::string::npos);
  CHECK(yaml.find("dbname=mib password=*** user=x") != std::string::npos);
  CHECK(yaml.find("api_key: \"***\"") != std::string::npos);
}

}  // namespace
}  // namespace mib::config
