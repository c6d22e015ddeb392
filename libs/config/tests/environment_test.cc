#include <catch2/catch_test_macros.hpp>
#include <map>

#include "mib/base/status.h"
#include "mib/config/config.h"
#include "mib/testing/v1/settings.pb.h"

namespace mib::config {
namespace {

struct Fixture {
  std::map<std::string, std::string> variables;
  testing::v1::Settings settings;

  absl::Status LoadWith(const std::string& yaml) {
    const Environment environment = [this](const std::string& name) -> const char* {
      const auto found = variables.find(name);
      return found == variables.end() ? nullptr : found->second.c_str();
    };
    return Load(yaml, "c.yaml", environment, &settings);
  }
};

constexpr char kRequired[] = R"(
kafka: {brokers: "127.0.0.1:19092"}
postgres: {dsn: dbname=mib}
)";

TEST_CASE_METHOD(Fixture, "The environment overrides the file and satisfies what is required", "[unit][config]") {
  variables = {{"MIB_KAFKA_BROKERS", "b:1"},
               {"MIB_POSTGRES_DSN", "dbname=x"},
               {"MIB_POSTGRES_POOL_SIZE", "7"},
               {"MIB_VERBOSE", "false"},
               {"MIB_COLOR", "dark_green"}};
  REQUIRE(LoadWith("kafka: {brokers: a}\npostgres: {pool_size: 3}\n").ok());
  CHECK(settings.kafka().brokers() == "b:1");
  CHECK(settings.postgres().dsn() == "dbname=x");
  CHECK(settings.postgres().pool_size() == 7);
  CHECK_FALSE(settings.verbose());
  CHECK(settings.color() == testing::v1::DARK_GREEN);
}

TEST_CASE_METHOD(Fixture, "A list of scalars is separated by commas", "[unit][config]") {
  variables = {{"MIB_SYMBOLS", "IBM,GOOG"}, {"MIB_PORTS", "1,2,3"}};
  REQUIRE(LoadWith(kRequired).ok());
  REQUIRE(settings.symbols_size() == 2);
  CHECK(settings.symbols(0) == "IBM");
  CHECK(settings.symbols(1) == "GOOG");
  CHECK(settings.ports_size() == 3);
}

TEST_CASE_METHOD(Fixture, "An empty variable empties a list and a text", "[unit][config]") {
  variables = {{"MIB_SYMBOLS", ""}, {"MIB_KAFKA_PREFIX", ""}};
  REQUIRE(LoadWith("kafka: {brokers: a, prefix: p}\npostgres: {dsn: x}\n").ok());
  CHECK(settings.symbols_size() == 0);
  CHECK(settings.kafka().prefix().empty());
}

TEST_CASE_METHOD(Fixture, "A variable of an optional section brings the section", "[unit][config]") {
  variables = {{"MIB_REDIS_ADDRESS", "r:1"}};
  REQUIRE(LoadWith(kRequired).ok());
  CHECK(settings.redis().address() == "r:1");
  CHECK(settings.redis().pool_size() == 4);
}

TEST_CASE_METHOD(Fixture, "A wrong value is blamed on its variable", "[unit][config]") {
  variables = {{"MIB_POSTGRES_POOL_SIZE", "many"}};
  CHECK(MessageOf(LoadWith(kRequired)) ==
        "MIB_POSTGRES_POOL_SIZE: postgres.pool_size is 'many', not a whole number from 1 to 200");
}

}  // namespace
}  // namespace mib::config
