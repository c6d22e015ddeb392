#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "mib/base/status.h"
#include "mib/config/config.h"
#include "mib/testing/v1/settings.pb.h"

namespace mib::config {
namespace {

const Environment kNoEnvironment = [](const std::string&) -> const char* { return nullptr; };

constexpr char kRequired[] = R"(
kafka: {brokers: "127.0.0.1:19092"}
postgres: {dsn: dbname=mib}
)";

testing::v1::Settings Loaded(const std::string& yaml) {
  testing::v1::Settings settings;
  const absl::Status status = Load(yaml, "test.yaml", kNoEnvironment, &settings);
  INFO(ToString(status));
  REQUIRE(status.ok());
  return settings;
}

TEST_CASE("What is not given has its default", "[unit][config]") {
  const testing::v1::Settings settings = Loaded(kRequired);
  CHECK(settings.kafka().brokers() == "127.0.0.1:19092");
  CHECK(settings.postgres().pool_size() == 4);
  CHECK(settings.postgres().statement_timeout_ms() == 10000);
  CHECK(settings.color() == testing::v1::RED);
  CHECK(settings.verbose());
  REQUIRE(settings.symbols_size() == 2);
  CHECK(settings.symbols(1) == "BTC-USD");
  CHECK(settings.offset() == 0);
  CHECK_FALSE(settings.has_limit());
  CHECK_FALSE(settings.has_redis());
}

TEST_CASE("Every shape of value is read", "[unit][config]") {
  const testing::v1::Settings settings = Loaded(std::string(kRequired) + R"(
sources:
  - name: binance
    weight: 0.25
  - name: "kraken"
symbols: [MSFT]
ports: [80, 443]
labels: {team: markets, "yes": "no"}
color: dark_green
verbose: false
offset: -9223372036854775808
limit: 0
redis:
  address: 127.0.0.1:16379
)");
  REQUIRE(settings.sources_size() == 2);
  CHECK(settings.sources(0).weight() == 0.25);
  CHECK(settings.sources(1).name() == "kraken");
  CHECK(settings.sources(1).weight() == 1.5);
  REQUIRE(settings.symbols_size() == 1);
  CHECK(settings.symbols(0) == "MSFT");
  CHECK(settings.ports(1) == 443);
  CHECK(settings.labels().at("team") == "markets");
  CHECK(settings.labels().at("yes") == "no");
  CHECK(settings.color() == testing::v1::DARK_GREEN);
  CHECK_FALSE(settings.verbose());
  CHECK(settings.offset() == std::numeric_limits<int64_t>::min());
  CHECK(settings.has_limit());
  CHECK(settings.redis().timeout_ms() == 200);
}

TEST_CASE("A key without a value is as good as no key", "[unit][config]") {
  const testing::v1::Settings settings =
      Loaded(std::string(kRequired) + "verbose:\nsources: ~\nredis:\nsymbols: null\n");
  CHECK(settings.verbose());
  CHECK(settings.sources_size() == 0);
  CHECK_FALSE(settings.has_redis());
  CHECK(settings.symbols_size() == 2);
}

TEST_CASE("An empty list is not the default", "[unit][config]") {
  CHECK(Loaded(std::string(kRequired) + "symbols: []\n").symbols_size() == 0);
}

TEST_CASE("A file is read with the process's environment", "[unit][config]") {
  std::string pattern = (std::filesystem::temp_directory_path() / "mib-config-XXXXXX").string();
  const std::filesystem::path dir = mkdtemp(pattern.data());
  const std::string path = dir / "config.yaml";
  std::ofstream(path) << "admin_listen: 127.0.0.1:7200\n";
  setenv("MIB_LOG_LEVEL", "debug", 1);
  v1::Runtime runtime;
  const absl::Status status = LoadFile(path, &runtime);
  unsetenv("MIB_LOG_LEVEL");
  CHECK(status.ok());
  CHECK(runtime.admin_listen() == "127.0.0.1:7200");
  CHECK(runtime.log_level() == "debug");

  std::ofstream(dir / "empty.yaml").close();
  v1::Runtime defaults;
  CHECK(LoadFile(dir / "empty.yaml", &defaults).ok());
  CHECK(defaults.log_level() == "info");

  const absl::Status absent = LoadFile(dir / "absent.yaml", &runtime);
  CHECK(absent.code() == absl::StatusCode::kNotFound);
  CHECK(MessageOf(absent).find("absent.yaml: No such file or directory") != std::string::npos);
  CHECK(LoadFile(dir, &runtime).code() == absl::StatusCode::kNotFound);
  std::filesystem::remove_all(dir);
}

}  // namespace
}  // namespace mib::config
