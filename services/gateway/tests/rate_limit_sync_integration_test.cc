// The sharing of rate limits through a real Redis: the script itself.

#include <catch2/catch_test_macros.hpp>
#include <cstdlib>

#include "mib/base/ids.h"
#include "rate_limit_sync.h"
#include "simulated_clock.h"

namespace mib::gateway {
namespace {

config::v1::GatewayRateLimits Config() {
  config::v1::GatewayRateLimits config;
  config.set_ip_per_minute(60);
  config.set_ip_burst(3);
  config.set_max_callers(1000);
  return config;
}

struct OneGateway {
  OneGateway(redis::Redis& redis, Clock& clock)
      : routes(*RouteTable::Build(RouteTable::LinkedServices())),
        probe(metrics, *routes),
        limits(Config(), clock, probe),
        sync(limits, redis, clock, probe) {}

  bool Take(const std::string& who) {
    std::vector<LimitState> states;
    return limits.TakeForAddress(who, false, &states);
  }

  telemetry::Metrics metrics;
  std::unique_ptr<RouteTable> routes;
  Probe probe;
  RateLimits limits;
  RateLimitSync sync;
};

TEST_CASE("Gateways share their buckets through Redis", "[integration]") {
  const char* address = std::getenv("MIB_TEST_REDIS");
  if (address == nullptr) SKIP("MIB_TEST_REDIS is not set");
  SystemClock clock;
  telemetry::Metrics metrics;
  const char* password_file = std::getenv("MIB_TEST_REDIS_PASSWORD_FILE");
  const auto redis =
      redis::Open({.address = address, .password_file = password_file == nullptr ? "" : password_file}, metrics, clock);
  REQUIRE(redis.ok());
  SimulatedClock now(clock.Now());
  OneGateway one(**redis, now);
  OneGateway two(**redis, now);
  const std::string who = NewUuid();

  for (int i = 0; i < 3; ++i) REQUIRE(one.Take(who));
  REQUIRE(one.sync.ShareOnce());
  CHECK(two.Take(who));
  REQUIRE(two.sync.ShareOnce());
  CHECK_FALSE(two.Take(who));
  CHECK(two.Take(NewUuid()));

  // The debt of four requests, one of which stood over the burst, is worked off at one a second.
  now.Advance(absl::Seconds(1));
  CHECK_FALSE(two.Take(who));
  now.Advance(absl::Seconds(1));
  CHECK(two.Take(who));
  CHECK_FALSE(two.Take(who));

  // More buckets than one call of the script takes.
  for (int i = 0; i < 600; ++i) REQUIRE(one.Take(NewUuid()));
  CHECK(one.sync.ShareOnce());
  CHECK(one.probe.rate_limit_fallback.Value() == 0);
}

}  // namespace
}  // namespace mib::gateway
