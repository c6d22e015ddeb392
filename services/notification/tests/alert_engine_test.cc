#include "alert_engine.h"

#include <catch2/catch_test_macros.hpp>

#include "bars.h"
#include "fake_bar_source.h"
#include "fakes.h"
#include "mib/base/errors.h"
#include "simulated_clock.h"

namespace mib::notification {
namespace {

struct Fixture {
  SimulatedClock clock{Day(500)};
  telemetry::Metrics metrics;
  Probe probe{metrics};
  bar_source::FakeBarSource bars;
  AlertEngine engine{bars, clock, probe};

  explicit Fixture(const std::vector<Rule>& rules) {
    engine.SetRules(RuleBook::Build(rules));
    engine.Load({BarsPartition()}, {});
  }
  StreamBatch Process(const std::vector<kafka::ConsumedRecord>& records) {
    auto batch = engine.Process(records);
    REQUIRE(batch.ok());
    return *std::move(batch);
  }
};

std::vector<std::string> FiredAt(const StreamBatch& batch) {
  std::vector<std::string> times;
  for (const auto& raised : batch.alerts) times.push_back(mib::FormatTime(market::FromProto(raised.alert.fired_at())));
  return times;
}

TEST_CASE("A bar that crosses raises one alert, however long the price stays there", "[unit][alert_engine]") {
  Fixture fixture({RuleOf("a", PriceCondition("crosses_above", "100"))});
  const StreamBatch batch = fixture.Process(RecordsOf({"99", "101", "102", "99", "103"}));
  CHECK(FiredAt(batch) == std::vector<std::string>{"2024-01-03T00:00:00Z", "2024-01-06T00:00:00Z"});
}

TEST_CASE("The batch says from where to where the log was read", "[unit][alert_engine]") {
  Fixture fixture({});
  const StreamBatch first = fixture.Process(RecordsOf({"1", "2"}, 0, 40));
  CHECK_FALSE(first.offsets.at(BarsPartition()).from.has_value());
  CHECK(first.offsets.at(BarsPartition()).to == 42);
  const StreamBatch second = fixture.Process(RecordsOf({"3"}, 2, 42));
  CHECK(second.offsets.at(BarsPartition()).from == 42);
  CHECK(second.offsets.at(BarsPartition()).to == 43);
}

TEST_CASE("Records below the stored offset are passed over", "[unit][alert_engine]") {
  Fixture fixture({RuleOf("a", PriceCondition("above", "100"))});
  fixture.engine.Load({BarsPartition()}, {.offsets = {{BarsPartition(), 2}}, .series = {}, .last_fired = {}});
  const StreamBatch batch = fixture.Process(RecordsOf({"101", "102", "103"}));
  CHECK(FiredAt(batch) == std::vector<std::string>{"2024-01-04T00:00:00Z"});
  CHECK(batch.offsets.at(BarsPartition()).from == 2);
  CHECK(fixture.probe.records_passed_over.Value() == 2);
}

TEST_CASE("A bar published twice raises its alert once", "[unit][alert_engine]") {
  Fixture fixture({RuleOf("a", PriceCondition("above", "100"))});
  const StreamBatch batch = fixture.Process({RecordOf(DailyBar(0, "101"), 0), RecordOf(DailyBar(0, "101"), 1)});
  CHECK(batch.alerts.size() == 1);
  CHECK(batch.closes.size() == 1);
}

TEST_CASE("Series that no rule watches are not kept", "[unit][alert_engine]") {
  Fixture fixture({RuleOf("a", PriceCondition("above", "100"))});
  const StreamBatch batch = fixture.Process({RecordOf(DailyBar(0, "101", "MSFT"), 0)});
  CHECK(batch.closes.empty());
  CHECK(fixture.bars.queries().empty());
}

TEST_CASE("A series begins with the bars that are stored before the one in hand", "[unit][alert_engine]") {
  auto condition = IndicatorCondition("above", "sma", 3);
  condition.set_threshold("1");
  Fixture fixture({RuleOf("a", condition)});
  fixture.bars.Add("AAPL", market::Interval::k1d, Day(0), {"3", "4", "5"});
  const StreamBatch batch = fixture.Process({RecordOf(DailyBar(2, "5"), 0)});
  REQUIRE(batch.alerts.size() == 1);
  CHECK(batch.alerts[0].alert.evidence().at("sma(period=3)") == "4");
  CHECK(batch.begun.at({"AAPL", market::Interval::k1d}) == BarsPartition());
  CHECK(batch.closes.size() == 3);
  REQUIRE(fixture.bars.queries().size() == 1);
  CHECK(fixture.bars.queries()[0].end == Day(3));
}

TEST_CASE("A series waits until the store has the bar in hand, and not for ever", "[unit][alert_engine]") {
  Fixture fixture({RuleOf("a", PriceCondition("above", "1"))});
  fixture.bars.Add("AAPL", market::Interval::k1d, Day(0), {"3", "4"});
  const absl::Time begun = fixture.clock.Now();
  const StreamBatch batch = fixture.Process({RecordOf(DailyBar(2, "5"), 0)});
  CHECK(batch.closes.size() == 3);
  CHECK(fixture.bars.queries().size() > 1);
  CHECK(fixture.clock.Now() - begun < absl::Seconds(10));
}

TEST_CASE("A series without stored bars begins with the bar in hand", "[unit][alert_engine]") {
  Fixture fixture({RuleOf("a", PriceCondition("above", "1"))});
  fixture.bars.FailWith(errors::UnknownSymbol("AAPL"));
  CHECK(fixture.Process({RecordOf(DailyBar(2, "5"), 0)}).closes.size() == 1);
}

TEST_CASE("Without core-engine a series does not begin at all", "[unit][alert_engine]") {
  Fixture fixture({RuleOf("a", PriceCondition("above", "1"))});
  fixture.bars.FailWith(errors::Make(api::v1::SERVICE_UNAVAILABLE, "away"));
  const std::vector<kafka::ConsumedRecord> records = {RecordOf(DailyBar(2, "5"), 0)};
  CHECK(absl::IsUnavailable(fixture.engine.Process(records).status()));
}

TEST_CASE("In its cooldown a rule stays quiet, by the time of the bars", "[unit][alert_engine]") {
  Rule rule = RuleOf("a", PriceCondition("above", "100"));
  rule.cooldown = absl::Hours(48);
  Fixture fixture({rule});
  const StreamBatch batch = fixture.Process(RecordsOf({"101", "102", "103", "104"}));
  CHECK(FiredAt(batch) == std::vector<std::string>{"2024-01-02T00:00:00Z", "2024-01-04T00:00:00Z"});
}

TEST_CASE("An engine that loads the stored state goes on as the one before would have", "[unit][alert_engine]") {
  auto condition = IndicatorCondition("crosses_above", "ema", 5);
  condition.set_threshold("100");
  Rule cooling = RuleOf("b", PriceCondition("above", "100"));
  cooling.cooldown = absl::Hours(24 * 7);
  const std::vector<Rule> rules = {RuleOf("a", condition), cooling};
  std::vector<std::string> closes;
  for (int i = 0; i < 200; ++i) closes.push_back(std::to_string(95 + (i * 7919) % 11));
  const auto records = RecordsOf(closes);

  Fixture whole(rules);
  const StreamBatch expected = whole.Process(records);
  REQUIRE(expected.alerts.size() > 10);
  for (const size_t cut : {1u, 17u, 100u, 199u}) {
    FakeStreamStore store;
    Fixture before(rules);
    REQUIRE(store.Commit(before.Process({records.begin(), records.begin() + static_cast<std::ptrdiff_t>(cut)})).ok());
    Fixture after(rules);
    after.engine.Load({BarsPartition()}, *store.Load({BarsPartition()}));
    REQUIRE(store.Commit(after.Process({records.begin() + static_cast<std::ptrdiff_t>(cut), records.end()})).ok());
    INFO("cut at " << cut);
    CHECK(store.alerts.size() == expected.alerts.size());
    for (const auto& raised : expected.alerts) {
      REQUIRE(store.alerts.count(raised.alert.id()) == 1);
      CHECK(store.alerts.at(raised.alert.id()).message() == raised.alert.message());
    }
  }
}

TEST_CASE("A record that is no bar becomes a dead letter and the log goes on", "[unit][alert_engine]") {
  Fixture fixture({RuleOf("a", PriceCondition("above", "100"))});
  auto records = RecordsOf({"99", "98", "101"});
  records[1].value = "garbage";
  const StreamBatch batch = fixture.Process(records);
  CHECK(batch.alerts.size() == 1);
  REQUIRE(batch.dead_letters.size() == 1);
  CHECK(batch.dead_letters[0].origin() == "mib.market.bars.v1/0/1");
  CHECK(batch.dead_letters[0].payload() == "garbage");
  CHECK(batch.dead_letters[0].service() == "notification");
  CHECK(batch.offsets.at(BarsPartition()).to == 3);
}

TEST_CASE("A series that no rule needs any more is ended, and begins anew when one does", "[unit][alert_engine]") {
  const std::vector<Rule> rules = {RuleOf("a", PriceCondition("above", "1"))};
  Fixture fixture(rules);
  fixture.Process(RecordsOf({"2"}));
  fixture.engine.SetRules(RuleBook::Build({}));
  const StreamBatch without = fixture.Process(RecordsOf({"3"}, 1, 1));
  REQUIRE(without.ended.size() == 1);
  CHECK(without.closes.empty());

  fixture.engine.SetRules(RuleBook::Build(rules));
  fixture.bars.Add("AAPL", market::Interval::k1d, Day(0), {"2", "3", "4"});
  const StreamBatch again = fixture.Process(RecordsOf({"4"}, 2, 2));
  CHECK(again.begun.size() == 1);
  CHECK(again.closes.size() == 3);
}

TEST_CASE("A series that ended stays to be named until records come", "[unit][alert_engine]") {
  Fixture fixture({RuleOf("a", PriceCondition("above", "1"))});
  fixture.Process(RecordsOf({"2"}));
  fixture.engine.SetRules(RuleBook::Build({}));
  CHECK(fixture.Process({}).ended.empty());
  CHECK(fixture.Process(RecordsOf({"3"}, 1, 1)).ended.size() == 1);
}

TEST_CASE("Partitions that are taken away leave nothing behind", "[unit][alert_engine]") {
  Fixture fixture({RuleOf("a", PriceCondition("above", "1"))});
  fixture.Process(RecordsOf({"2"}));
  fixture.engine.Drop({BarsPartition()});
  const StreamBatch batch = fixture.Process(RecordsOf({"3"}, 1, 1));
  CHECK_FALSE(batch.offsets.at(BarsPartition()).from.has_value());
  CHECK(batch.begun.size() == 1);
}

TEST_CASE("Closes that leave the window are named for removal", "[unit][alert_engine]") {
  Fixture fixture({RuleOf("a", PriceCondition("above", "1000000"))});
  const StreamBatch batch = fixture.Process(RecordsOf(std::vector<std::string>(Closes::kCapacity + 3, "1")));
  CHECK(batch.oldest_open_ns.at({"AAPL", market::Interval::k1d}) == ToNanos(Day(3)));
}

}  // namespace
}  // namespace mib::notification
