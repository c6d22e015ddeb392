#include "delivery_worker.h"

#include <catch2/catch_test_macros.hpp>
#include <set>

#include "fakes.h"
#include "simulated_clock.h"

namespace mib::notification {
namespace {

struct Fixture {
  SimulatedClock clock{Day(10)};
  telemetry::Metrics metrics;
  Probe probe{metrics};
  FakeDeliveryStore store;
  FakeHttpClient client;
  SecretBox secrets{std::string(32, 'k')};
  DeliveryWorker worker{store, client, secrets, clock, probe, {}};

  void Add(const std::string& id) {
    store.rows.push_back({.delivery = {.id = id,
                                       .channel_id = "c",
                                       .url = "https://example.com/h",
                                       .sealed_secret = *secrets.Seal("sixteen characters", "c"),
                                       .body = "{}",
                                       .traceparent = ""}});
  }
  void Answer(int status, const http::Headers& headers = {}) {
    http::Response response;
    response.status = status;
    response.headers = headers;
    client.answers.emplace_back(response);
  }
  absl::Duration NextWait() { return *store.attempts.back().next_attempt_at - clock.Now(); }
};

TEST_CASE("A delivery that is taken is recorded and not sent again", "[unit][delivery]") {
  Fixture fixture;
  fixture.Add("d1");
  REQUIRE(fixture.worker.Step().ok());
  REQUIRE(fixture.worker.Step().ok());
  CHECK(fixture.client.requests.size() == 1);
  REQUIRE(fixture.store.attempts.size() == 1);
  CHECK(fixture.store.attempts[0].status == DeliveryStatus::kDelivered);
  CHECK(fixture.store.attempts[0].http_status == 200);
  CHECK(fixture.store.attempts[0].attempted_at == Day(10));
  CHECK(fixture.probe.deliveries_delivered.Value() == 1);
}

TEST_CASE("A delivery that is refused for now is sent again under the same id", "[unit][delivery]") {
  Fixture fixture;
  fixture.Add("d1");
  fixture.Answer(500);
  fixture.client.answers.emplace_back(absl::UnavailableError("connection refused"));
  for (int i = 0; i < 3; ++i) {
    REQUIRE(fixture.worker.Step().ok());
    fixture.clock.Advance(absl::Minutes(6));
  }
  REQUIRE(fixture.client.requests.size() == 3);
  std::set<std::string> ids;
  for (const auto& request : fixture.client.requests) ids.emplace(http::Find(request.headers, "X-MIB-Delivery-Id"));
  CHECK(ids == std::set<std::string>{"d1"});
  REQUIRE(fixture.store.attempts.size() == 3);
  CHECK(fixture.store.attempts[0].http_status == 500);
  CHECK(fixture.store.attempts[0].error == "the receiver answered 500");
  CHECK(fixture.store.attempts[1].http_status == 0);
  CHECK(fixture.store.attempts[1].error == "connection refused");
  CHECK(fixture.store.attempts[2].status == DeliveryStatus::kDelivered);
  CHECK(fixture.probe.deliveries_retried.Value() == 2);
}

TEST_CASE("A delivery is not tried before its time", "[unit][delivery]") {
  Fixture fixture;
  fixture.Add("d1");
  fixture.Answer(503, {{"Retry-After", "60"}});
  REQUIRE(fixture.worker.Step().ok());
  CHECK(fixture.NextWait() == absl::Seconds(60));
  fixture.clock.Advance(absl::Seconds(59));
  REQUIRE(fixture.worker.Step().ok());
  CHECK(fixture.client.requests.size() == 1);
  fixture.clock.Advance(absl::Seconds(1));
  REQUIRE(fixture.worker.Step().ok());
  CHECK(fixture.client.requests.size() == 2);
}

TEST_CASE("Waits double up to five minutes and end after ten attempts", "[unit][delivery]") {
  Fixture fixture;
  fixture.Add("d1");
  for (int attempt = 1; attempt <= 10; ++attempt) {
    fixture.Answer(500);
    REQUIRE(fixture.worker.Step().ok());
    REQUIRE(fixture.client.requests.size() == static_cast<size_t>(attempt));
    if (attempt == 10) break;
    CHECK(fixture.NextWait() <= std::min(absl::Seconds(1) * (1 << (attempt - 1)), absl::Minutes(5)));
    fixture.clock.Advance(absl::Minutes(5));
  }
  CHECK(fixture.store.attempts.back().status == DeliveryStatus::kFailed);
  CHECK(fixture.store.attempts.back().error == "the receiver answered 500; given up after 10 attempts");
  CHECK_FALSE(fixture.store.attempts.back().next_attempt_at.has_value());
}

TEST_CASE("A receiver cannot ask for more than the longest wait", "[unit][delivery]") {
  Fixture fixture;
  fixture.Add("d1");
  fixture.Answer(429, {{"Retry-After", "86400"}});
  REQUIRE(fixture.worker.Step().ok());
  CHECK(fixture.NextWait() == absl::Minutes(5));
}

TEST_CASE("A refusal for good, or a forbidden address, is not tried again", "[unit][delivery]") {
  Fixture fixture;
  fixture.Add("d1");
  fixture.Add("d2");
  fixture.Answer(410);
  fixture.client.answers.emplace_back(absl::InvalidArgumentError("http://127.0.0.1/ is not a public address"));
  REQUIRE(fixture.worker.Step().ok());
  fixture.clock.Advance(absl::Hours(1));
  REQUIRE(fixture.worker.Step().ok());
  CHECK(fixture.client.requests.size() == 2);
  CHECK(fixture.store.attempts[0].status == DeliveryStatus::kFailed);
  CHECK(fixture.store.attempts[1].error == "http://127.0.0.1/ is not a public address");
  CHECK(fixture.probe.deliveries_failed.Value() == 2);
}

TEST_CASE("A secret that another key sealed sends nothing", "[unit][delivery]") {
  Fixture fixture;
  fixture.Add("d1");
  fixture.store.rows[0].delivery.channel_id = "other";
  REQUIRE(fixture.worker.Step().ok());
  CHECK(fixture.client.requests.empty());
  CHECK(fixture.store.attempts.at(0).status == DeliveryStatus::kFailed);
}

TEST_CASE("A delivery whose worker died is taken up when the lease has run out", "[unit][delivery]") {
  Fixture fixture;
  fixture.Add("d1");
  REQUIRE(fixture.store.Lease(1, fixture.clock.Now(), absl::Minutes(1))->size() == 1);
  REQUIRE(fixture.worker.Step().ok());
  CHECK(fixture.client.requests.empty());
  fixture.clock.Advance(absl::Minutes(1));
  REQUIRE(fixture.worker.Step().ok());
  CHECK(fixture.client.requests.size() == 1);
}

}  // namespace
}  // namespace mib::notification
