#include <catch2/catch_test_macros.hpp>

#include "mib/base/status.h"
#include "mib/config/config.h"
#include "mib/testing/v1/settings.pb.h"

namespace mib::config {
namespace {

const Environment kNoEnvironment = [](const std::string&) -> const char* { return nullptr; };

// Three lines that satisfy what is required, so that a fault put after them is on line 4.
constexpr char kRequired[] = R"(
kafka: {brokers: "127.0.0.1:19092"}
postgres: {dsn: dbname=mib}
)";

std::string FaultsOf(const std::string& yaml) {
  testing::v1::Settings settings;
  const absl::Status status = Load(yaml, "c.yaml", kNoEnvironment, &settings);
  CHECK((status.ok() || status.code() == absl::StatusCode::kInvalidArgument));
  return MessageOf(status);
}

std::string FaultOfLine(const std::string& line) { return FaultsOf(kRequired + line + '\n'); }

TEST_CASE("All faults are named at once, in the order of the file", "[unit][config]") {
  CHECK(FaultsOf(R"(kafka:
  brokers: ""
  brokerz: x
postgres:
  pool_size: 500
  connect_timeout_ms: soon
verbose: maybe
)") == "c.yaml:2: kafka.brokers is empty (expected e.g. 127.0.0.1:19092; or set MIB_KAFKA_BROKERS)\n"
       "c.yaml:3: kafka.brokerz is not a setting (known here: brokers, prefix)\n"
       "c.yaml:4: postgres.dsn is missing (expected e.g. host=127.0.0.1 port=15432 dbname=mib user=auth; or set "
       "MIB_POSTGRES_DSN)\n"
       "c.yaml:5: postgres.pool_size is '500', not a whole number from 1 to 200\n"
       "c.yaml:6: postgres.connect_timeout_ms is 'soon', not a whole number from 1\n"
       "c.yaml:7: verbose is 'maybe', not true or false");
}

TEST_CASE("An empty file lacks what is required", "[unit][config]") {
  CHECK(FaultsOf("") ==
        "c.yaml: kafka.brokers is missing (expected e.g. 127.0.0.1:19092; or set MIB_KAFKA_BROKERS)\n"
        "c.yaml: postgres.dsn is missing (expected e.g. host=127.0.0.1 port=15432 dbname=mib user=auth; or set "
        "MIB_POSTGRES_DSN)");
}

TEST_CASE("A file that is not YAML says where", "[unit][config]") {
  const std::string fault = FaultsOf("kafka:\n  brokers: [1, 2\npostgres: 1\n");
  CHECK(fault.substr(0, 7) == "c.yaml:");
  CHECK(fault.find('\n') == std::string::npos);
  CHECK(FaultsOf("- 1\n- 2\n") == "c.yaml:1: the file must be a mapping of names to values");
  CHECK(FaultsOf("just text") == "c.yaml:1: the file must be a mapping of names to values");
}

TEST_CASE("Values of the wrong shape are named", "[unit][config]") {
  CHECK(FaultOfLine("verbose: [true]") == "c.yaml:4: verbose must be a single value");
  CHECK(FaultOfLine("symbols: AAPL") == "c.yaml:4: symbols must be a list");
  CHECK(FaultOfLine("symbols: [[AAPL]]") == "c.yaml:4: symbols[0] must be a single value");
  CHECK(FaultOfLine("labels: [a]") == "c.yaml:4: labels must be a mapping of names to values");
  CHECK(FaultOfLine("redis: fast") == "c.yaml:4: redis must be a mapping of names to values");
}

TEST_CASE("Numbers must be whole, in range and nothing but digits", "[unit][config]") {
  CHECK(FaultOfLine("limit: -1") == "c.yaml:4: limit is '-1', not a whole number from 0");
  CHECK(FaultOfLine("limit: 4294967296") == "c.yaml:4: limit is '4294967296', not a whole number from 0");
  CHECK(FaultOfLine("limit: 1.0") == "c.yaml:4: limit is '1.0', not a whole number from 0");
  CHECK(FaultOfLine("limit: 10ms") == "c.yaml:4: limit is '10ms', not a whole number from 0");
  CHECK(FaultOfLine("offset: 0x10") == "c.yaml:4: offset is '0x10', not a whole number");
  CHECK(FaultOfLine("ports: [80, 0]") == "c.yaml:4: ports[1] is '0', not a whole number from 1 to 65535");
  CHECK(FaultOfLine("sources: [{name: a, weight: nan}]") ==
        "c.yaml:4: sources[0].weight is 'nan', not a number from 0 to 10");
}

TEST_CASE("An unknown name of an enumeration is answered with the known ones", "[unit][config]") {
  CHECK(FaultOfLine("color: RED") == "c.yaml:4: color is 'RED', not one of red, dark_green");
}

TEST_CASE("Faults inside lists carry their own line, and no variable that could mend them", "[unit][config]") {
  CHECK(FaultOfLine("sources:\n  - name: a\n  - weight: 2\n    nmae: b") ==
        "c.yaml:6: sources[1].name is missing\n"
        "c.yaml:7: sources[1].nmae is not a setting (known here: name, api_key, weight)");
}

TEST_CASE("A key given twice is a fault, whichever value was meant", "[unit][config]") {
  CHECK(FaultOfLine("verbose: true\nverbose: false") == "c.yaml:5: verbose is given twice");
}

TEST_CASE("An optional section that is given must be complete", "[unit][config]") {
  CHECK(FaultOfLine("redis: {pool_size: 2}") ==
        "c.yaml:4: redis.address is missing (expected e.g. 127.0.0.1:16379; or set MIB_REDIS_ADDRESS)");
}

}  // namespace
}  // namespace mib::config
