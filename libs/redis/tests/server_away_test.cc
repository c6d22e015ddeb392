#include <catch2/catch_test_macros.hpp>

#include "mib/base/status.h"
#include "mib/redis/redis.h"
#include "simulated_clock.h"
#include "tcp_gate.h"

namespace mib::redis {
namespace {

// Port 1 of the loopback: nothing listens there.
constexpr int kNobody = 1;

struct Fixture {
  SimulatedClock clock{absl::FromUnixSeconds(1)};
  telemetry::Metrics metrics;
  TcpGate gate{kNobody};

  std::unique_ptr<Redis> OpenRedis() {
    return *Open({.address = "127.0.0.1:" + std::to_string(gate.port()), .timeout = absl::Milliseconds(50)}, metrics,
                 clock);
  }
  bool Shows(const std::string& line) const { return metrics.Render().find(line) != std::string::npos; }
};

}  // namespace

TEST_CASE("Redis away is kUnavailable, and after five failures nobody is asked until the breaker lets one through",
          "[unit][redis]") {
  Fixture fixture;
  const auto redis = fixture.OpenRedis();
  for (int i = 0; i < 5; ++i) CHECK(absl::IsUnavailable(redis->Get("a").status()));
  const int asked = fixture.gate.accepted();
  CHECK(absl::IsUnavailable(redis->Get("a").status()));
  CHECK(fixture.gate.accepted() == asked);
  CHECK(fixture.Shows(R"(mib_redis_commands_total{command="get",result="error"} 5)"));
  CHECK(fixture.Shows(R"(mib_redis_commands_total{command="get",result="rejected"} 1)"));
  CHECK(fixture.Shows("mib_redis_up 0"));

  fixture.clock.Advance(absl::Seconds(3));
  CHECK(absl::IsUnavailable(redis->Get("a").status()));
  CHECK(fixture.gate.accepted() > asked);
}

TEST_CASE("A server that accepts and says nothing is given up after the timeout", "[unit][redis]") {
  Fixture fixture;
  TcpGate silent(fixture.gate.port());
  fixture.gate.Freeze(true);
  const auto redis = *Open({.address = "127.0.0.1:" + std::to_string(silent.port()), .timeout = absl::Milliseconds(20)},
                           fixture.metrics, fixture.clock);
  const absl::Status status = redis->Ping();
  CHECK(absl::IsUnavailable(status));
  CHECK(MessageOf(status) == "redis: connection lost: no answer in time");
}

TEST_CASE("What cannot be an address is refused at once", "[unit][redis]") {
  Fixture fixture;
  CHECK(absl::IsInvalidArgument(Open({.address = "nowhere"}, fixture.metrics, fixture.clock).status()));
  CHECK(absl::IsInvalidArgument(Open({.address = "a:1", .pool_size = 0}, fixture.metrics, fixture.clock).status()));
}

TEST_CASE("A time to live below a millisecond is refused before anybody is asked", "[unit][redis]") {
  Fixture fixture;
  const auto redis = fixture.OpenRedis();
  CHECK(absl::IsInvalidArgument(redis->Set("a", "1", absl::Microseconds(999))));
  CHECK(absl::IsInvalidArgument(redis->SetMany({{.key = "a", .value = "1", .ttl = absl::ZeroDuration()}})));
  CHECK(fixture.gate.accepted() == 0);
}

}  // namespace mib::redis
