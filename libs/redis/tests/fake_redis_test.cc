#include "fake_redis.h"

#include <catch2/catch_test_macros.hpp>

#include "simulated_clock.h"

namespace mib::redis {

TEST_CASE("FakeRedis forgets a value when its time is over", "[unit][redis]") {
  SimulatedClock clock(absl::FromUnixSeconds(1));
  FakeRedis redis(clock);
  REQUIRE(redis.Set("a", "1", absl::Seconds(10)).ok());
  CHECK(redis.Get("a")->value() == "1");
  clock.Advance(absl::Seconds(10));
  CHECK_FALSE(redis.Get("a")->has_value());
}

TEST_CASE("FakeRedis is unavailable while away and keeps its values", "[unit][redis]") {
  SimulatedClock clock(absl::FromUnixSeconds(1));
  FakeRedis redis(clock);
  REQUIRE(redis.Set("a", "1", absl::InfiniteDuration()).ok());
  redis.SetAway(true);
  CHECK(absl::IsUnavailable(redis.Get("a").status()));
  CHECK(absl::IsUnavailable(redis.Ping()));
  redis.SetAway(false);
  CHECK(redis.GetMany({"a", "b"})->at(0).value() == "1");
}

}  // namespace mib::redis
