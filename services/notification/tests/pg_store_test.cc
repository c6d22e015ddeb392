#include <catch2/catch_test_macros.hpp>

#include "alert_engine.h"
#include "bars.h"
#include "fake_bar_source.h"
#include "mib/base/errors.h"
#include "outbox_relay.h"
#include "pg_alert_history.h"
#include "pg_delivery_store.h"
#include "pg_rule_store.h"
#include "pg_stream_store.h"
#include "probe.h"
#include "scratch_database.h"
#include "simulated_clock.h"

namespace mib::notification {
namespace {

/// Remembers what it was given; may fail. One thread.
class FakeProducer final : public kafka::Producer {
 public:
  std::vector<kafka::Record> records;
  absl::Status next_flush;

  absl::Status Send(kafka::Record record, DeliveryCallback) override {
    records.push_back(std::move(record));
    return absl::OkStatus();
  }
  absl::Status Flush(absl::Duration) override { return std::exchange(next_flush, absl::OkStatus()); }
};

struct Fixture {
  SimulatedClock clock{Day(500)};
  telemetry::Metrics metrics;
  ScratchDatabase database{metrics};
  Probe probe{metrics};
  PgRuleStore rules{database.pool()};
  PgStreamStore stream{database.pool(), clock};
  PgDeliveryStore deliveries{database.pool()};
  PgAlertHistory history{database.pool()};
  bar_source::FakeBarSource bars;

  Rule AddRule(const std::string& owner, int channels) {
    Rule rule = RuleOf(NewUuid(), PriceCondition("above", "100"));
    rule.owner_id = owner;
    for (int i = 0; i < channels; ++i) rule.channels.push_back({NewUuid(), "webhook", "https://example.com", "sealed"});
    REQUIRE(rules.Insert(rule).ok());
    return rule;
  }
  /// An engine at the stored state.
  std::unique_ptr<AlertEngine> Engine() {
    auto engine = std::make_unique<AlertEngine>(bars, clock, probe);
    engine->SetRules(RuleBook::Build(*rules.Enabled()));
    auto state = stream.Load({BarsPartition()});
    REQUIRE(state.ok());
    engine->Load({BarsPartition()}, *std::move(state));
    return engine;
  }
  absl::Status Commit(AlertEngine& engine, const std::vector<kafka::ConsumedRecord>& records) {
    const auto batch = engine.Process(records);
    REQUIRE(batch.ok());
    return stream.Commit(*batch);
  }
};

TEST_CASE("A rule comes back as it was stored, to its owner only", "[integration][pg]") {
  Fixture fixture;
  const Rule rule = fixture.AddRule("alice", 2);
  const auto found = fixture.rules.Find("alice", rule.id);
  REQUIRE(found.ok());
  CHECK(found->name == rule.name);
  CHECK(found->series == rule.series);
  CHECK(found->condition.threshold() == "100");
  CHECK(found->created_at == rule.created_at);
  REQUIRE(found->channels.size() == 2);
  CHECK(found->channels[1].id == rule.channels[1].id);
  CHECK(found->channels[1].sealed_secret == "sealed");
  CHECK(errors::DetailOf(fixture.rules.Find("bob", rule.id).status()).code() == api::v1::NOT_FOUND);
  CHECK(errors::DetailOf(fixture.rules.Find("alice", "no uuid").status()).code() == api::v1::NOT_FOUND);
  CHECK(fixture.rules.List("bob")->empty());
}

TEST_CASE("A change that fails leaves the stored rule alone; one that does not is stored", "[integration][pg]") {
  Fixture fixture;
  const Rule rule = fixture.AddRule("alice", 1);
  const auto fail = [](Rule* changed) {
    changed->name = "changed";
    return absl::InvalidArgumentError("no");
  };
  CHECK(absl::IsInvalidArgument(fixture.rules.Update("alice", rule.id, fail).status()));
  CHECK(fixture.rules.Find("alice", rule.id)->name == rule.name);
  const auto disable = [](Rule* changed) {
    changed->enabled = false;
    changed->version = 2;
    return absl::OkStatus();
  };
  CHECK(fixture.rules.Update("bob", rule.id, disable).status().code() == absl::StatusCode::kNotFound);
  REQUIRE(fixture.rules.Update("alice", rule.id, disable).ok());
  CHECK(fixture.rules.Enabled()->empty());
  CHECK(fixture.rules.Find("alice", rule.id)->version == 2);
}

TEST_CASE("A deleted rule is gone, and its alerts stay", "[integration][pg]") {
  Fixture fixture;
  const Rule rule = fixture.AddRule("alice", 1);
  REQUIRE(fixture.Commit(*fixture.Engine(), RecordsOf({"101"})).ok());
  CHECK(fixture.rules.Delete("bob", rule.id, Day(1)).code() == absl::StatusCode::kNotFound);
  REQUIRE(fixture.rules.Delete("alice", rule.id, Day(1)).ok());
  CHECK(fixture.rules.Delete("alice", rule.id, Day(1)).code() == absl::StatusCode::kNotFound);
  CHECK(fixture.rules.List("alice")->empty());
  CHECK(fixture.history.Alerts("alice", {})->alerts_size() == 1);
}

TEST_CASE("One transaction holds progress, closes, alerts, deliveries and events", "[integration][pg]") {
  Fixture fixture;
  fixture.AddRule("alice", 2);
  REQUIRE(fixture.Commit(*fixture.Engine(), RecordsOf({"99", "101", "102"})).ok());
  CHECK(fixture.database.Count("alerts") == 2);
  CHECK(fixture.database.Count("deliveries") == 4);
  CHECK(fixture.database.Count("outbox") == 2);
  CHECK(fixture.database.Count("closes") == 3);

  const auto state = fixture.stream.Load({BarsPartition()});
  REQUIRE(state.ok());
  CHECK(state->offsets.at(BarsPartition()) == 3);
  CHECK(state->series.at({"AAPL", market::Interval::k1d}).closes.prices().back() == Decimal(102, 0));
  CHECK(state->last_fired.size() == 1);
  CHECK(fixture.stream.Load({BarsPartition(5)})->series.empty());
}

TEST_CASE("An engine killed before or after its commit loses and doubles nothing", "[integration][pg]") {
  Fixture fixture;
  fixture.AddRule("alice", 1);
  auto killed = fixture.Engine();
  REQUIRE(fixture.Commit(*killed, RecordsOf({"101", "99"})).ok());
  REQUIRE(killed->Process(RecordsOf({"102"}, 2, 2)).ok());  // Worked out and never stored.

  auto next = fixture.Engine();
  REQUIRE(fixture.Commit(*next, RecordsOf({"101", "99", "102", "103"})).ok());
  CHECK(fixture.database.Count("alerts") == 3);
  CHECK(fixture.database.Count("deliveries") == 3);
  CHECK(fixture.database.Count("outbox") == 3);
  CHECK(fixture.stream.Load({BarsPartition()})->offsets.at(BarsPartition()) == 4);
}

TEST_CASE("A reader with an old offset is turned away whole", "[integration][pg]") {
  Fixture fixture;
  fixture.AddRule("alice", 1);
  auto zombie = fixture.Engine();
  auto heir = fixture.Engine();
  REQUIRE(fixture.Commit(*heir, RecordsOf({"99", "98"})).ok());
  CHECK(absl::IsAborted(fixture.Commit(*zombie, RecordsOf({"101"}))));
  CHECK(fixture.database.Count("alerts") == 0);
  CHECK(fixture.stream.Load({BarsPartition()})->offsets.at(BarsPartition()) == 2);
}

TEST_CASE("An alert that is stored already brings no second delivery", "[integration][pg]") {
  Fixture fixture;
  fixture.AddRule("alice", 1);
  const auto batch = fixture.Engine()->Process(RecordsOf({"101"}));
  REQUIRE(batch.ok());
  StreamBatch again = *batch;
  REQUIRE(fixture.stream.Commit(*batch).ok());
  again.offsets[BarsPartition()] = {.from = 1, .to = 2};
  again.begun.clear();
  again.closes.clear();
  REQUIRE(fixture.stream.Commit(again).ok());
  CHECK(fixture.database.Count("alerts") == 1);
  CHECK(fixture.database.Count("deliveries") == 1);
  CHECK(fixture.database.Count("outbox") == 1);
}

TEST_CASE("A poison record is kept with its reason", "[integration][pg]") {
  Fixture fixture;
  auto records = RecordsOf({"1"});
  records[0].value = std::string("\0\xff garbage", 10);
  REQUIRE(fixture.Commit(*fixture.Engine(), records).ok());
  CHECK(fixture.database.Count("dead_letters") == 1);
  CHECK(fixture.database.Count("outbox") == 1);
}

TEST_CASE("Closes outside the window and series without rules are removed", "[integration][pg]") {
  Fixture fixture;
  const Rule rule = fixture.AddRule("alice", 0);
  auto engine = fixture.Engine();
  REQUIRE(fixture.Commit(*engine, RecordsOf(std::vector<std::string>(Closes::kCapacity + 10, "1"))).ok());
  CHECK(fixture.database.Count("closes") == static_cast<int64_t>(Closes::kCapacity));
  REQUIRE(fixture.rules.Delete("alice", rule.id, Day(1)).ok());
  engine->SetRules(RuleBook::Build(*fixture.rules.Enabled()));
  REQUIRE(fixture.Commit(*engine, RecordsOf({"1"}, 2000, 2000)).ok());
  CHECK(fixture.database.Count("closes") == 0);
  CHECK(fixture.database.Count("series") == 0);
}

TEST_CASE("A leased delivery is nobody else's until its lease runs out", "[integration][pg]") {
  Fixture fixture;
  fixture.AddRule("alice", 1);
  REQUIRE(fixture.Commit(*fixture.Engine(), RecordsOf({"101"})).ok());
  const absl::Time now = fixture.clock.Now();
  const auto due = fixture.deliveries.Lease(10, now, absl::Minutes(1));
  REQUIRE(due.ok());
  REQUIRE(due->size() == 1);
  CHECK((*due)[0].attempt == 1);
  CHECK((*due)[0].sealed_secret == "sealed");
  CHECK((*due)[0].body.find("\"symbol\":\"AAPL\"") != std::string::npos);
  CHECK(fixture.deliveries.Lease(10, now + absl::Seconds(59), absl::Minutes(1))->empty());
  CHECK(fixture.deliveries.Lease(10, now + absl::Minutes(1), absl::Minutes(1))->size() == 1);
}

TEST_CASE("Attempts are recorded once each and told newest first", "[integration][pg]") {
  Fixture fixture;
  fixture.AddRule("alice", 1);
  REQUIRE(fixture.Commit(*fixture.Engine(), RecordsOf({"101"})).ok());
  const absl::Time now = fixture.clock.Now();
  CHECK(fixture.history.Deliveries("alice", {})->deliveries(0).status() == "pending");
  const std::string id = fixture.deliveries.Lease(1, now, absl::Minutes(1))->at(0).id;

  const Attempt first{.delivery_id = id,
                      .attempt = 1,
                      .status = DeliveryStatus::kPending,
                      .http_status = 500,
                      .error = "the receiver answered 500",
                      .attempted_at = now,
                      .next_attempt_at = now + absl::Seconds(2)};
  REQUIRE(fixture.deliveries.Record(first).ok());
  REQUIRE(fixture.deliveries.Record(first).ok());
  CHECK(fixture.deliveries.Lease(1, now + absl::Seconds(1), absl::Minutes(1))->empty());
  CHECK(fixture.deliveries.Lease(1, now + absl::Seconds(2), absl::Minutes(1))->at(0).attempt == 2);
  const Attempt second{.delivery_id = id,
                       .attempt = 2,
                       .status = DeliveryStatus::kDelivered,
                       .http_status = 204,
                       .error = "",
                       .attempted_at = now + absl::Seconds(2),
                       .next_attempt_at = {}};
  REQUIRE(fixture.deliveries.Record(second).ok());
  CHECK(fixture.deliveries.Lease(1, now + absl::Hours(1), absl::Minutes(1))->empty());

  const auto history = fixture.history.Deliveries("alice", {});
  REQUIRE(history.ok());
  REQUIRE(history->deliveries_size() == 2);
  CHECK(history->deliveries(0).status() == "delivered");
  CHECK(history->deliveries(0).http_status() == 204);
  CHECK(history->deliveries(1).attempt() == 1);
  CHECK(history->deliveries(1).error() == "the receiver answered 500");
  CHECK(fixture.history.Deliveries("bob", {})->deliveries_size() == 0);
}

TEST_CASE("Alerts are listed newest first, filtered, and to their owner only", "[integration][pg]") {
  Fixture fixture;
  const Rule rule = fixture.AddRule("alice", 0);
  REQUIRE(fixture.Commit(*fixture.Engine(), RecordsOf({"101", "102", "103"})).ok());
  v1::ListAlertsRequest request;
  request.set_limit(2);
  const auto newest = fixture.history.Alerts("alice", request);
  REQUIRE(newest.ok());
  REQUIRE(newest->alerts_size() == 2);
  CHECK(newest->alerts(0).evidence().at("close") == "103");
  request.set_symbol("msft");
  CHECK(fixture.history.Alerts("alice", request)->alerts_size() == 0);
  request.set_symbol("aapl");
  request.set_rule_id(rule.id);
  CHECK(fixture.history.Alerts("alice", request)->alerts_size() == 2);
  CHECK(fixture.history.Alerts("bob", {})->alerts_size() == 0);
}

TEST_CASE("The outbox is published in order and then empty", "[integration][pg]") {
  Fixture fixture;
  fixture.AddRule("alice", 0);
  REQUIRE(fixture.Commit(*fixture.Engine(), RecordsOf({"101", "102"})).ok());
  FakeProducer producer;
  OutboxRelay relay(fixture.database.pool(), producer, fixture.probe);
  REQUIRE(relay.Step().ok());
  REQUIRE(producer.records.size() == 2);
  CHECK(producer.records[0].topic == "mib.alerts.v1");
  CHECK(producer.records[0].key == "alice");
  events::v1::Alert alert;
  REQUIRE(alert.ParseFromString(producer.records[0].value));
  CHECK(alert.evidence().at("close") == "101");
  REQUIRE(relay.Step().ok());
  CHECK(producer.records.size() == 2);
  CHECK(fixture.database.Count("outbox") == 0);
}

TEST_CASE("An event is sent again after a failure, and not while the broker may still take it", "[integration][pg]") {
  Fixture fixture;
  fixture.AddRule("alice", 0);
  REQUIRE(fixture.Commit(*fixture.Engine(), RecordsOf({"101"})).ok());
  FakeProducer producer;
  OutboxRelay relay(fixture.database.pool(), producer, fixture.probe);
  producer.next_flush = absl::DeadlineExceededError("the broker is away");
  CHECK(absl::IsDeadlineExceeded(relay.Step().status()));
  CHECK(fixture.database.Count("outbox") == 1);
  REQUIRE(relay.Step().ok());
  CHECK(producer.records.size() == 1);
  CHECK(fixture.database.Count("outbox") == 0);

  REQUIRE(fixture.Commit(*fixture.Engine(), RecordsOf({"102"}, 1, 1)).ok());
  producer.next_flush = absl::UnavailableError("not delivered");
  CHECK(absl::IsUnavailable(relay.Step().status()));
  REQUIRE(relay.Step().ok());
  CHECK(producer.records.size() == 3);
  CHECK(fixture.database.Count("outbox") == 0);
}

}  // namespace
}  // namespace mib::notification
