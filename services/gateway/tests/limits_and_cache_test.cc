#include <catch2/catch_test_macros.hpp>

#include "fakes.h"
#include "rate_limit_sync.h"
#include "rate_limits.h"
#include "response_cache.h"
#include "simulated_clock.h"

namespace mib::gateway {
namespace {

const absl::Time kStart = absl::FromUnixSeconds(1705312800);

config::v1::GatewayRateLimits Config() {
  config::v1::GatewayRateLimits config;
  config.set_ip_per_minute(60);
  config.set_ip_burst(3);
  config.set_anonymous_per_hour(1000);
  config.set_user_per_hour(5000);
  config.set_key_per_hour(2);
  config.set_login_per_minute(2);
  config.set_max_callers(1000);
  return config;
}

struct World {
  explicit World(const config::v1::GatewayRateLimits& config = Config())
      : routes(*RouteTable::Build(RouteTable::LinkedServices())),
        probe(metrics, *routes),
        limits(config, clock, probe) {}

  bool Ip(std::string_view who, bool login = false) {
    states.clear();
    return limits.TakeForAddress(who, login, &states);
  }

  telemetry::Metrics metrics;
  SimulatedClock clock{kStart};
  std::unique_ptr<RouteTable> routes;
  Probe probe;
  RateLimits limits;
  std::vector<LimitState> states;
};

TEST_CASE("An address has its burst and then its rate", "[unit]") {
  World world;
  for (int i = 0; i < 3; ++i) CHECK(world.Ip("a"));
  CHECK_FALSE(world.Ip("a"));
  CHECK(world.states[0].decision.retry_after == absl::Seconds(1));
  CHECK(world.Ip("b"));
  world.clock.Advance(absl::Seconds(1));
  CHECK(world.Ip("a"));
  CHECK_FALSE(world.Ip("a"));
  CHECK(world.probe.RateLimited("ip").Value() == 2);
}

TEST_CASE("Logins have a tighter limit, and count as requests too", "[unit]") {
  World world;
  CHECK(world.Ip("a", true));
  CHECK(world.Ip("a", true));
  CHECK_FALSE(world.Ip("a", true));
  CHECK(world.states[1].name == "login");
  CHECK(world.states[1].decision.retry_after == absl::Seconds(30));
}

TEST_CASE("Identities have limits of their own", "[unit]") {
  World world;
  Identity key;
  key.kind = Identity::Kind::kApiKey;
  key.key_digest = "k1";
  std::vector<LimitState> states;
  CHECK(world.limits.TakeForIdentity(key, "a", &states));
  CHECK(world.limits.TakeForIdentity(key, "b", &states));
  CHECK_FALSE(world.limits.TakeForIdentity(key, "c", &states));
  Identity user;
  user.kind = Identity::Kind::kUser;
  user.principal.user_id = "k1";
  CHECK(world.limits.TakeForIdentity(user, "a", &states));
}

TEST_CASE("A limit of 0 is no limit and is not told", "[unit]") {
  config::v1::GatewayRateLimits config = Config();
  config.set_ip_per_minute(0);
  World world(config);
  for (int i = 0; i < 1000; ++i) REQUIRE(world.Ip("a"));
  CHECK(world.states.empty());
}

TEST_CASE("Every answer tells the tightest limit and the policies of all", "[unit]") {
  World world;
  world.Ip("a", true);
  http::Headers headers;
  AddRateLimitHeaders(world.states, world.clock.Now(), &headers);
  CHECK(http::Find(headers, "x-ratelimit-limit") == "2");
  CHECK(http::Find(headers, "x-ratelimit-remaining") == "1");
  CHECK(http::Find(headers, "x-ratelimit-reset") == "1705312830");
  CHECK(http::Find(headers, "ratelimit-policy") == R"("ip";q=60;w=60, "login";q=2;w=60)");
  CHECK(http::Find(headers, "ratelimit") == R"("login";r=1;t=30)");
  CHECK_FALSE(headers.contains("retry-after"));
}

TEST_CASE("A refusal says when to come again, in whole seconds and at least one", "[unit]") {
  World world;
  for (int i = 0; i < 3; ++i) world.Ip("a");
  world.clock.Advance(absl::Milliseconds(900));
  REQUIRE_FALSE(world.Ip("a"));
  http::Headers headers;
  AddRateLimitHeaders(world.states, world.clock.Now(), &headers);
  CHECK(http::Find(headers, "retry-after") == "1");
  CHECK(http::Find(headers, "x-ratelimit-remaining") == "0");
}

TEST_CASE("Two gateways share one limit through Redis", "[unit]") {
  World one;
  World two;
  FakeRedis redis;
  RateLimitSync sync_one(one.limits, redis, one.clock, one.probe);
  RateLimitSync sync_two(two.limits, redis, two.clock, two.probe);
  for (int i = 0; i < 3; ++i) CHECK(one.Ip("a"));
  CHECK(sync_one.ShareOnce());
  // Two learns of it with its own first request, which it lets pass.
  CHECK(two.Ip("a"));
  CHECK(sync_two.ShareOnce());
  CHECK_FALSE(two.Ip("a"));
}

TEST_CASE("What was shared once is not counted again", "[unit]") {
  World world;
  FakeRedis redis;
  RateLimitSync sync(world.limits, redis, world.clock, world.probe);
  CHECK(world.Ip("a"));
  CHECK(sync.ShareOnce());
  CHECK(sync.ShareOnce());
  CHECK(world.Ip("a"));
  CHECK(world.Ip("a"));
}

TEST_CASE("Without Redis the limits hold locally, and a metric says so", "[unit]") {
  World world;
  FakeRedis redis;
  redis.down = absl::UnavailableError("refused");
  RateLimitSync sync(world.limits, redis, world.clock, world.probe);
  for (int i = 0; i < 3; ++i) CHECK(world.Ip("a"));
  CHECK_FALSE(sync.ShareOnce());
  CHECK(world.probe.rate_limit_fallback.Value() == 1);
  CHECK_FALSE(world.Ip("a"));
}

TEST_CASE("More callers than are remembered do not grow the memory", "[unit]") {
  LruMap<int> map(160);
  for (int i = 0; i < 100000; ++i) map.Put(std::to_string(i), i);
  CHECK(map.size() <= 160 + 16);
  CHECK(map.Get("99999") == 99999);
  CHECK_FALSE(map.Get("0"));
}

TEST_CASE("What is used stays, what is not is forgotten first", "[unit]") {
  LruMap<int> map(16);
  map.Put("kept", 1);
  for (int i = 0; i < 1000; ++i) {
    map.Put(std::to_string(i), i);
    REQUIRE(map.Get("kept") == 1);
  }
  map.Erase("kept");
  CHECK_FALSE(map.Get("kept"));
}

struct CacheWorld : World {
  ResponseCache cache{100, absl::Seconds(60), clock, probe};
  AnswerPtr answer = std::make_shared<Answer>();
};

TEST_CASE("A stored answer is served for its time, then kept for bad times, then gone", "[unit]") {
  CacheWorld world;
  CHECK(world.cache.Find("k").answer == nullptr);
  world.cache.Store("k", world.answer, absl::Milliseconds(500));
  world.clock.Advance(absl::Milliseconds(499));
  CHECK(world.cache.Find("k").answer == world.answer);
  CHECK_FALSE(world.cache.Find("k").stale);
  CHECK(world.cache.Find("k").max_age == absl::Milliseconds(1));
  world.clock.Advance(absl::Milliseconds(1));
  CHECK(world.cache.Find("k").stale);
  world.clock.Advance(absl::Seconds(60));
  CHECK(world.cache.Find("k").answer == nullptr);
  CHECK(world.probe.cache_hits.Value() == 3);
  CHECK(world.probe.cache_misses.Value() == 3);
}

std::string Key(const RouteTable& routes, const std::string& target) {
  http::Target parsed;
  REQUIRE(http::ParseTarget(target, &parsed));
  return CacheKey(*routes.Find("GET", parsed.path).route, parsed, DecimalStyle::kNumber);
}

TEST_CASE("The cache key is the question, not its spelling, and not who asks", "[unit]") {
  CacheWorld world;
  const auto key = [&](const std::string& query) { return Key(*world.routes, "/api/v1/market-data/A/bars" + query); };
  CHECK(key("?limit=1&order=asc") == key("?order=asc&limit=1&api_key=mib_secret"));
  CHECK(key("?limit=1") != key("?limit=2"));
  CHECK(key("?a=1&b=2") != key("?a=1%26b%3D2"));
  CHECK(key("?api_key=mib_secret").find("mib_secret") == std::string::npos);
}

}  // namespace
}  // namespace mib::gateway
