#include "mib/redis/redis.h"

#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <thread>

#include "mib/base/ids.h"
#include "mib/base/status.h"
#include "simulated_clock.h"
#include "tcp_gate.h"

namespace mib::redis {
namespace {

// The server that MIB_TEST_REDIS names, behind a gate; keys with a prefix of the test's own.
class Fixture {
 public:
  Fixture() {
    const char* address = std::getenv("MIB_TEST_REDIS");
    if (address == nullptr) SKIP("MIB_TEST_REDIS is not set");
    const std::string text = address;
    gate = std::make_unique<TcpGate>(std::stoi(text.substr(text.rfind(':') + 1)));
    const char* password_file = std::getenv("MIB_TEST_REDIS_PASSWORD_FILE");
    redis = *Open({.address = "127.0.0.1:" + std::to_string(gate->port()),
                   .password_file = password_file == nullptr ? "" : password_file,
                   .pool_size = 2,
                   .timeout = absl::Seconds(2)},
                  metrics, clock);
  }
  std::string Key(const std::string& name) const { return prefix + name; }

  const std::string prefix = "test:" + NewUuid() + ":";
  SimulatedClock clock{absl::FromUnixSeconds(1)};
  telemetry::Metrics metrics;
  std::unique_ptr<TcpGate> gate;
  std::unique_ptr<Redis> redis;
};

}  // namespace

TEST_CASE("Values of any bytes come back, missing ones are empty", "[integration][redis]") {
  Fixture fixture;
  Redis& redis = *fixture.redis;
  const std::string hostile("a\0\r\n\xff", 5);
  REQUIRE(redis.Set(fixture.Key("a"), hostile, absl::Minutes(1)).ok());
  CHECK(redis.Get(fixture.Key("a"))->value() == hostile);
  CHECK_FALSE(redis.Get(fixture.Key("absent"))->has_value());
  REQUIRE(redis.Delete(fixture.Key("a")).ok());
  CHECK_FALSE(redis.Get(fixture.Key("a"))->has_value());
}

TEST_CASE("Many values are set and read in one round trip each", "[integration][redis]") {
  Fixture fixture;
  Redis& redis = *fixture.redis;
  REQUIRE(redis.SetMany({{fixture.Key("a"), "1", absl::Minutes(1)}, {fixture.Key("b"), "", absl::Minutes(1)}}).ok());
  const auto values = redis.GetMany({fixture.Key("a"), fixture.Key("absent"), fixture.Key("b")});
  REQUIRE(values.ok());
  CHECK(*values == std::vector<std::optional<std::string>>{"1", std::nullopt, ""});
  CHECK(redis.GetMany({})->empty());
}

TEST_CASE("A value has the lifetime that it was given", "[integration][redis]") {
  Fixture fixture;
  Redis& redis = *fixture.redis;
  REQUIRE(redis.Set(fixture.Key("a"), "1", absl::Seconds(90)).ok());
  const auto left = redis.Eval("return redis.call('PTTL', KEYS[1])", {fixture.Key("a")}, {});
  REQUIRE(left.ok());
  CHECK(left->at(0) > 60'000);
  CHECK(left->at(0) <= 90'000);
}

TEST_CASE("A script runs by its digest whether the server knows it or not", "[integration][redis]") {
  Fixture fixture;
  const std::string script = "return {redis.call('INCRBY', KEYS[1], ARGV[1]), 7} -- " + fixture.prefix;
  for (int64_t i = 1; i <= 2; ++i) {
    const auto result = fixture.redis->Eval(script, {fixture.Key("n")}, {"5"});
    REQUIRE(result.ok());
    CHECK(*result == std::vector<int64_t>{5 * i, 7});
  }
}

TEST_CASE("A script that fails is kInternal", "[integration][redis]") {
  Fixture fixture;
  CHECK(absl::IsInternal(fixture.redis->Eval("return redis.call('NOSUCH')", {}, {}).status()));
  CHECK(absl::IsInternal(fixture.redis->Eval("return {'text'}", {}, {}).status()));
}

TEST_CASE("Connections cut while idle are replaced without the caller noticing", "[integration][redis]") {
  Fixture fixture;
  REQUIRE(fixture.redis->Ping().ok());
  fixture.gate->Cut();
  CHECK(fixture.redis->Ping().ok());
}

TEST_CASE("Redis that comes back is used again once the breaker's time is over", "[integration][redis]") {
  Fixture fixture;
  fixture.gate->Close();
  for (int i = 0; i < 6; ++i) CHECK(absl::IsUnavailable(fixture.redis->Ping()));
  fixture.gate->Open();
  CHECK(absl::IsUnavailable(fixture.redis->Ping()));
  fixture.clock.Advance(absl::Seconds(3));
  CHECK(fixture.redis->Ping().ok());
  CHECK(fixture.redis->Ping().ok());
  CHECK(fixture.metrics.Render().find("mib_redis_up 1") != std::string::npos);
}

TEST_CASE("Threads share the pool", "[integration][redis]") {
  Fixture fixture;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < 50; ++j)
        (void)fixture.redis->Eval("return redis.call('INCR', KEYS[1])", {fixture.Key("n")}, {});
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(fixture.redis->Get(fixture.Key("n"))->value() == "400");
}

}  // namespace mib::redis
