#include "source_client.h"

#include <catch2/catch_test_macros.hpp>

#include "fakes.h"
#include "mib/telemetry/metrics.h"

namespace mib::ingestion {
namespace {

struct World {
  explicit World(BudgetLimits limits = {1000, absl::Seconds(1), 0}) : budget("x", limits, nullptr, clock) {}

  SimulatedClock clock{At("2024-01-15T12:00:00Z")};
  telemetry::Metrics metrics;
  SourceProbe probe{metrics, "x"};
  FakeHttp http;
  Budget budget;
  SourceClient client{{.source = "x", .secret = "SECRET"}, http, budget, probe, clock};
};

api::v1::ErrorCode CodeOf(const absl::Status& status) { return errors::DetailOf(status).code(); }

TEST_CASE("A success is the body", "[unit]") {
  World world;
  world.http.Answer(200, "hello");
  CHECK(world.client.Get("http://x/").value() == "hello");
  CHECK(world.probe.http_ok.Value() == 1);
}

TEST_CASE("A server's error and a lost connection are tried three times", "[unit]") {
  World world;
  world.http.Answer(503, "busy");
  world.http.answers.emplace_back(absl::UnavailableError("reset"));
  world.http.Answer(200, "hello");
  CHECK(world.client.Get("http://x/").value() == "hello");
  CHECK(world.http.urls.size() == 3);
  World hopeless;
  hopeless.http.Answer(500, "broken");
  CHECK(CodeOf(hopeless.client.Get("http://x/").status()) == api::v1::UPSTREAM_ERROR);
  CHECK(hopeless.http.urls.size() == 3);
}

TEST_CASE("A refusal is not tried again and does not repeat the secret", "[unit]") {
  World world;
  world.http.Answer(400, R"({"message":"bad key SECRET or SECRET"})");
  const absl::Status status = world.client.Get("http://x/?k=SECRET").status();
  CHECK(absl::IsInvalidArgument(status));
  CHECK(MessageOf(status) == R"(x answered 400: {"message":"bad key *** or ***"})");
  CHECK(world.http.urls.size() == 1);
  World unknown;
  unknown.http.Answer(404, "NotFound");
  CHECK(absl::IsNotFound(unknown.client.Get("http://x/").status()));
}

TEST_CASE("Too many requests pauses for as long as the provider says", "[unit]") {
  World world;
  world.http.Answer(429, "slow down", {{"Retry-After", "120"}});
  CHECK(CodeOf(world.client.Get("http://x/").status()) == api::v1::UPSTREAM_BUDGET_EXHAUSTED);
  CHECK(world.http.urls.size() == 1);
  CHECK(world.budget.next_allowed() == world.clock.Now() + absl::Minutes(2));
  CHECK(world.probe.http_limited.Value() == 1);
}

TEST_CASE("A budget that opens soon is waited for, one that does not is an error", "[unit]") {
  World soon({2, absl::Seconds(1), 0});
  soon.http.Answer(200, "hello");
  const absl::Time start = soon.clock.Now();
  for (int i = 0; i < 5; ++i) REQUIRE(soon.client.Get("http://x/").ok());
  CHECK(soon.clock.Now() - start == absl::Seconds(2));
  World late({2, absl::Minutes(1), 0});
  late.http.Answer(200, "hello");
  for (int i = 0; i < 2; ++i) REQUIRE(late.client.Get("http://x/").ok());
  CHECK(CodeOf(late.client.Get("http://x/").status()) == api::v1::UPSTREAM_BUDGET_EXHAUSTED);
  CHECK(late.http.urls.size() == 2);
}

TEST_CASE("A provider that keeps failing is left alone for a while", "[unit]") {
  World world;
  world.http.Answer(500, "broken");
  for (int i = 0; i < 2; ++i) CHECK_FALSE(world.client.Get("http://x/").ok());
  const size_t calls = world.http.urls.size();
  CHECK(CodeOf(world.client.Get("http://x/").status()) == api::v1::CIRCUIT_OPEN);
  CHECK(world.http.urls.size() == calls);
  world.http.answers.clear();
  world.http.Answer(200, "hello");
  world.clock.Advance(absl::Seconds(31));
  CHECK(world.client.Get("http://x/").ok());
}

TEST_CASE("After Stop no new try begins", "[unit]") {
  World world;
  world.http.Answer(200, "hello");
  world.client.Stop();
  CHECK(absl::IsCancelled(world.client.Get("http://x/").status()));
  CHECK(world.http.urls.empty());
}

}  // namespace
}  // namespace mib::ingestion
