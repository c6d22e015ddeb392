#include "alert_stream.h"

#include <catch2/catch_test_macros.hpp>

#include "bars.h"
#include "fake_bar_source.h"
#include "fakes.h"
#include "mib/base/errors.h"
#include "simulated_clock.h"

namespace mib::notification {
namespace {

/// One process on a log and a store that outlive it.
struct Process {
  SimulatedClock clock{Day(500)};
  telemetry::Metrics metrics;
  Probe probe{metrics};
  bar_source::FakeBarSource bars;
  AlertEngine engine{bars, clock, probe};
  AlertStream stream;
  FakeConsumer* consumer = nullptr;

  Process(FakeConsumer::Log& log, FakeStreamStore& store, FakeRuleStore& rules, int max_batch = 2)
      : stream(engine, store, rules, clock, probe, {.max_batch = max_batch, .rule_refresh = absl::Seconds(5)}) {
    const absl::Status opened =
        stream.Open([&](kafka::PartitionListener listener) -> absl::StatusOr<std::unique_ptr<kafka::Consumer>> {
          auto made = std::make_unique<FakeConsumer>(log, std::move(listener));
          consumer = made.get();
          return made;
        });
    REQUIRE(opened.ok());
    bars.FailWith(errors::Make(api::v1::NO_DATA, "none"));
  }
};

struct World {
  FakeConsumer::Log log;
  FakeStreamStore store;
  FakeRuleStore rules;

  World() {
    rules.rules = {RuleOf("a", PriceCondition("crosses_above", "100"))};
    log.records = RecordsOf({"99", "101", "99", "102", "99", "103"});
  }
};

void RunToEnd(Process& process, int steps = 20) {
  for (int i = 0; i < steps; ++i) static_cast<void>(process.stream.Step());
}

TEST_CASE("Alerts and progress are stored together, poll by poll", "[unit][alert_stream]") {
  World world;
  Process process(world.log, world.store, world.rules);
  const auto raised = process.stream.Step();
  REQUIRE(raised.ok());
  CHECK(*raised);
  CHECK(world.store.offsets.at(BarsPartition()) == 2);
  CHECK(world.store.alerts.size() == 1);
  CHECK(process.consumer->committed.at(BarsPartition()) == 2);
  RunToEnd(process);
  CHECK(world.store.alerts.size() == 3);
  CHECK(process.probe.alerts("info").Value() == 3);
  CHECK(process.probe.lag_records.Value() == 0);
}

TEST_CASE("A process killed anywhere loses and doubles no alert", "[unit][alert_stream]") {
  World calm;
  Process undisturbed(calm.log, calm.store, calm.rules);
  RunToEnd(undisturbed);

  using Failure = FakeStreamStore::Failure;
  for (const Failure last_commit : {Failure::kNone, Failure::kBefore, Failure::kAfter}) {
    for (int lived = 0; lived < 4; ++lived) {
      World world;
      {
        Process killed(world.log, world.store, world.rules);
        RunToEnd(killed, lived);
        world.store.next_commit = last_commit;
        static_cast<void>(killed.stream.Step());
        world.store.next_commit = Failure::kNone;
      }
      Process next(world.log, world.store, world.rules);
      RunToEnd(next);
      INFO("killed after " << lived << " steps");
      CHECK(world.store.alerts.size() == calm.store.alerts.size());
      for (const auto& [id, alert] : calm.store.alerts) CHECK(world.store.alerts.count(id) == 1);
      CHECK(world.store.offsets == calm.store.offsets);
    }
  }
}

TEST_CASE("A failed commit sends the stream back to what is stored", "[unit][alert_stream]") {
  World world;
  Process process(world.log, world.store, world.rules);
  world.store.next_commit = FakeStreamStore::Failure::kBefore;
  CHECK(absl::IsUnavailable(process.stream.Step().status()));
  CHECK(world.store.alerts.empty());
  RunToEnd(process);
  CHECK(world.store.alerts.size() == 3);
  CHECK(process.probe.stream_recoveries.Value() == 1);
}

TEST_CASE("A commit whose answer was lost is not done twice", "[unit][alert_stream]") {
  World world;
  Process process(world.log, world.store, world.rules);
  world.store.next_commit = FakeStreamStore::Failure::kAfter;
  CHECK(process.stream.Step().status().code() == absl::StatusCode::kUnknown);
  RunToEnd(process);
  CHECK(world.store.alerts.size() == 3);
  CHECK(world.store.offsets.at(BarsPartition()) == 6);
}

TEST_CASE("The transaction goes on with the trace of its bars, and the next one with its own", "[unit][alert_stream]") {
  World world;
  const std::string one = "4bf92f3577b34da6a3ce929d0e0e4736";
  const std::string other = "0af7651916cd43dd8448eb211c80319c";
  for (size_t i = 0; i < world.log.records.size(); ++i) {
    const std::string& trace_id = i < 2 ? one : other;
    world.log.records[i].headers.emplace_back("traceparent", "00-" + trace_id + "-00f067aa0ba902b7-01");
  }
  Process process(world.log, world.store, world.rules);
  REQUIRE(process.stream.Step().ok());
  CHECK(world.store.trace.TraceIdHex() == one);
  CHECK(world.store.trace.SpanIdHex() != "00f067aa0ba902b7");
  CHECK_FALSE(CurrentTrace().valid());
  REQUIRE(process.stream.Step().ok());
  CHECK(world.store.trace.TraceIdHex() == other);
}

TEST_CASE("A reader that lost its partition writes nothing", "[unit][alert_stream]") {
  World world;
  Process zombie(world.log, world.store, world.rules);
  REQUIRE(zombie.stream.Step().ok());
  Process heir(world.log, world.store, world.rules);
  RunToEnd(heir);
  const auto alerts = world.store.alerts.size();
  CHECK(absl::IsAborted(zombie.stream.Step().status()));
  CHECK(world.store.alerts.size() == alerts);
  CHECK(world.store.offsets.at(BarsPartition()) == 6);
}

TEST_CASE("A store that is away at the assignment is asked again", "[unit][alert_stream]") {
  World world;
  Process process(world.log, world.store, world.rules);
  world.store.load_failure = absl::UnavailableError("the database is away");
  CHECK(absl::IsUnavailable(process.stream.Step().status()));
  world.store.load_failure = absl::OkStatus();
  RunToEnd(process);
  CHECK(world.store.alerts.size() == 3);
}

TEST_CASE("While rules cannot be read no bar is passed over", "[unit][alert_stream]") {
  World world;
  Process process(world.log, world.store, world.rules);
  world.rules.failure = absl::UnavailableError("the database is away");
  CHECK(absl::IsUnavailable(process.stream.Step().status()));
  CHECK(world.store.commits == 0);
  world.rules.failure = absl::OkStatus();
  RunToEnd(process);
  CHECK(world.store.alerts.size() == 3);
}

TEST_CASE("A rule made here judges the very next bar; one made elsewhere, after the refresh", "[unit][alert_stream]") {
  World world;
  world.log.records.clear();
  Process process(world.log, world.store, world.rules);
  REQUIRE(process.stream.Step().ok());

  world.rules.rules.push_back(RuleOf("b", PriceCondition("above", "1")));
  process.stream.RulesChanged();
  world.log.records = RecordsOf({"50"});
  REQUIRE(process.stream.Step().ok());
  CHECK(world.store.alerts.size() == 1);

  world.rules.rules.push_back(RuleOf("c", PriceCondition("above", "2")));
  world.log.records = RecordsOf({"50", "51"});
  REQUIRE(process.stream.Step().ok());
  CHECK(world.store.alerts.size() == 2);
  process.clock.Advance(absl::Seconds(5));
  world.log.records = RecordsOf({"50", "51", "52"});
  REQUIRE(process.stream.Step().ok());
  CHECK(world.store.alerts.size() == 4);
}

}  // namespace
}  // namespace mib::notification
