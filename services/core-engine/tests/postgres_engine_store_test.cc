#include "postgres_engine_store.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <random>

#include "database_fixture.h"
#include "engine.h"
#include "mib/market/generator.h"
#include "postgres_market_reader.h"
#include "records.h"
#include "simulated_clock.h"

namespace mib::core_engine {
namespace {

const kafka::TopicPartition kTrades{TradesTopic(), 0};
const kafka::TopicPartition kBars{ProviderBarsTopic(), 0};

struct Fixture {
  /// Commits what the engine made, as the pipeline would, and returns what providers' bars and roll-ups changed.
  std::vector<market::v1::Bar> Commit(const kafka::TopicPartition& partition, int64_t expected, int64_t next) {
    Changes changes = engine.TakeChanges();
    changes.offsets[partition] = {expected, next};
    std::vector<market::v1::Bar> stored;
    const absl::Status status = store.Commit(changes, [&](const std::vector<market::v1::Bar>& bars) {
      stored = bars;
      return absl::OkStatus();
    });
    INFO(ToString(status));
    REQUIRE(status.ok());
    return stored;
  }
  std::vector<market::v1::Bar> CommitBars(const std::string& interval, const std::vector<market::v1::Bar>& bars) {
    engine.Apply(MakeRecord(MakeProviderBars("AAPL", interval, bars), "2024-06-01"));
    const int64_t offset = next_bar_offset++;
    return Commit(kBars, offset - (offset == 0 ? 1 : 0), offset + 1);
  }
  std::vector<market::v1::Bar> Read(const std::string& symbol, market::Interval interval) {
    BarQuery query;
    query.symbol = symbol;
    query.interval = interval;
    query.limit = 10'000;
    return *reader.ReadBars(query);
  }

  TestDatabase database;
  telemetry::Metrics metrics;
  SimulatedClock clock{*ParseTime("2024-06-01")};
  Probe probe{metrics};
  QuoteBook quotes;
  InstrumentBook instruments;
  Engine engine{{TradeBarOptions(5'000'000'000, 600'000'000'000)}, quotes, instruments, clock, probe};
  PostgresEngineStore store{database.pool()};
  PostgresMarketReader reader{database.pool()};
  int64_t next_bar_offset = 0;
};

std::string Describe(const market::v1::Bar& bar) {
  return mib::FormatTime(market::FromProto(bar.open_time())).substr(0, 13) + " " + Text(bar.open()) + " " +
         Text(bar.high()) + " " + Text(bar.low()) + " " + Text(bar.close()) + " " + Text(bar.volume()) + " r" +
         std::to_string(bar.revision()) + (bar.is_final() ? " final" : " open");
}

#define REQUIRE_DATABASE() \
  if (!TestDatabase::Available()) SKIP("MIB_TEST_PG_DSN is not set")

TEST_CASE("An engine that loads what another stored goes on exactly as that one", "[integration]") {
  REQUIRE_DATABASE();
  Fixture f;
  REQUIRE(f.store.Load({kTrades})->offsets.at(kTrades) == -1);
  market::GeneratorOptions options;
  options.symbols = {"GEN"};
  options.late_per_mille = 30;
  options.mean_gap_ns = 300'000'000;
  market::TradeGenerator generator(options);
  const auto feed = [&](Engine& engine, const std::vector<market::Trade>& trades) {
    engine.Apply(TradeRecord("GEN", trades, "2024-06-01"));
  };
  for (int64_t round = 0; round < 20; ++round) {
    std::vector<market::Trade> trades;
    for (int i = 0; i < 300; ++i) trades.push_back(generator.Next().trade);
    const absl::StatusOr<Snapshot> snapshot = f.store.Load({kTrades});
    REQUIRE(snapshot.ok());
    QuoteBook quotes;
    Engine restarted({TradeBarOptions(5'000'000'000, 600'000'000'000)}, quotes, f.instruments, f.clock, f.probe);
    restarted.Load(*snapshot);
    feed(f.engine, trades);
    feed(restarted, trades);
    const Changes changes = restarted.TakeChanges();
    Changes original = f.engine.TakeChanges();
    REQUIRE(changes.finals.size() == original.finals.size());
    for (size_t i = 0; i < changes.finals.size(); ++i) {
      REQUIRE(changes.finals[i].SerializeAsString() == original.finals[i].SerializeAsString());
    }
    REQUIRE(changes.trade_bars.size() == original.trade_bars.size());
    original.offsets[kTrades] = {round == 0 ? -1 : round, round + 1};
    REQUIRE(f.store.Commit(original, [](const auto&) { return absl::OkStatus(); }).ok());
  }
  CHECK(f.store.ReadOffsets({kTrades})->at(kTrades) == 20);
}

TEST_CASE("A process whose offset is not the stored one writes and publishes nothing", "[integration]") {
  REQUIRE_DATABASE();
  Fixture f;
  REQUIRE(f.store.Load({kTrades}).ok());
  f.engine.Apply(TradeRecord("BTC-USD", {MakeTrade(1, "2024-01-15T10:00:00Z", "1", "1")}));
  Changes changes = f.engine.TakeChanges();
  changes.offsets[kTrades] = {5, 6};
  bool published = false;
  const absl::Status status = f.store.Commit(changes, [&](const auto&) {
    published = true;
    return absl::OkStatus();
  });
  CHECK(status.code() == absl::StatusCode::kOutOfRange);
  CHECK_FALSE(published);
  CHECK(f.database.Count("core_engine.bars") == 0);
  CHECK(f.store.ReadOffsets({kTrades})->at(kTrades) == -1);
}

TEST_CASE("When publishing fails nothing is stored", "[integration]") {
  REQUIRE_DATABASE();
  Fixture f;
  REQUIRE(f.store.Load({kTrades}).ok());
  f.engine.Apply(TradeRecord("BTC-USD", {MakeTrade(1, "2024-01-15T10:00:00Z", "1", "1")}));
  Changes changes = f.engine.TakeChanges();
  changes.offsets[kTrades] = {-1, 1};
  CHECK(f.store.Commit(changes, [](const auto&) { return absl::OutOfRangeError("broker"); }).code() ==
        absl::StatusCode::kUnavailable);
  CHECK(f.database.Count("core_engine.bars") == 0);
  CHECK(f.database.Count("core_engine.instruments") == 0);
  REQUIRE(f.store.Commit(changes, [](const auto&) { return absl::OkStatus(); }).ok());
  CHECK(f.database.Count("core_engine.bars") == 6);
}

TEST_CASE("A server that goes away in the middle leaves nothing behind, and the next try succeeds", "[integration]") {
  REQUIRE_DATABASE();
  Fixture f;
  REQUIRE(f.store.Load({kTrades}).ok());
  f.engine.Apply(TradeRecord("BTC-USD", {MakeTrade(1, "2024-01-15T10:00:00Z", "1", "1")}));
  Changes changes = f.engine.TakeChanges();
  changes.offsets[kTrades] = {-1, 1};
  const absl::Status broken = f.store.Commit(changes, [&](const auto&) {
    f.database.KillConnections();
    return absl::OkStatus();
  });
  CHECK_FALSE(broken.ok());
  absl::Status status = absl::UnavailableError("not tried");
  for (int i = 0; i < 20 && !status.ok(); ++i)
    status = f.store.Commit(changes, [](const auto&) { return absl::OkStatus(); });
  CHECK(status.ok());
  CHECK(f.store.ReadOffsets({kTrades})->at(kTrades) == 1);
  CHECK(f.database.Count("core_engine.bars") == 6);
}

TEST_CASE("A provider's bar stands over one from trades, which can still be built on", "[integration]") {
  REQUIRE_DATABASE();
  Fixture f;
  REQUIRE(f.store.Load({kTrades, kBars}).ok());
  f.engine.Apply(TradeRecord("AAPL", {MakeTrade(1, "2024-01-15T10:00:00Z", "10", "1")}));
  f.Commit(kTrades, -1, 1);
  CHECK(f.CommitBars("1m", {MakeBar("2024-01-15T10:00:00Z", "7", "8", "6", "7", "100")}).size() == 1);
  f.engine.Apply(TradeRecord("AAPL", {MakeTrade(2, "2024-01-15T10:00:10Z", "12", "1")}));
  f.Commit(kTrades, 1, 2);
  const std::vector<market::v1::Bar> minute = f.Read("AAPL", market::Interval::k1m);
  REQUIRE(minute.size() == 1);
  CHECK(minute[0].origin() == market::v1::PROVIDER);
  CHECK(Text(minute[0].volume()) == "100");
  const absl::StatusOr<Snapshot> snapshot = f.store.Load({kTrades});
  REQUIRE(snapshot->series.size() == 1);
  const auto& bars = snapshot->series[0].bars;
  const auto fold =
      std::find_if(bars.begin(), bars.end(), [](const auto& b) { return b.interval == market::Interval::k1m; });
  REQUIRE(fold != bars.end());
  CHECK(fold->trades == 2);
}

TEST_CASE("Daily bars roll up to weeks and months, whatever the order in which they come", "[integration]") {
  REQUIRE_DATABASE();
  std::vector<market::v1::Bar> days;
  for (int day = 1; day <= 31; ++day) {
    const std::string date = "2024-01-" + std::string(day < 10 ? "0" : "") + std::to_string(day);
    days.push_back(MakeBar(date, std::to_string(day), std::to_string(100 + day), "0.5", std::to_string(day) + ".25",
                           "0.00000001"));
  }
  for (const uint32_t seed : {0u, 1u}) {
    Fixture f;
    REQUIRE(f.store.Load({kBars}).ok());
    std::mt19937 random(seed);
    if (seed != 0) std::shuffle(days.begin(), days.end(), random);
    for (size_t i = 0; i < days.size(); i += 10) {
      f.CommitBars(
          "1d", {days.begin() + static_cast<long>(i), days.begin() + static_cast<long>(std::min(days.size(), i + 10))});
    }
    const std::vector<market::v1::Bar> weeks = f.Read("AAPL", market::Interval::k1w);
    REQUIRE(weeks.size() == 5);
    // 2024-01-01 is a Monday.
    CHECK(Describe(weeks[0]).starts_with("2024-01-01T00 1 107 0.5 7.25 0.00000007"));
    CHECK(weeks[0].is_final());
    CHECK(weeks[0].origin() == market::v1::ROLLUP);
    CHECK(Describe(weeks[4]).starts_with("2024-01-29T00 29 131 0.5 31.25 0.00000003 r0 open"));
    const std::vector<market::v1::Bar> months = f.Read("AAPL", market::Interval::k1M);
    REQUIRE(months.size() == 1);
    CHECK(Describe(months[0]).starts_with("2024-01-01T00 1 131 0.5 31.25 0.00000031"));
    CHECK(months[0].is_final());
  }
}

TEST_CASE("Roll-ups are published when they change, and only then", "[integration]") {
  REQUIRE_DATABASE();
  Fixture f;
  REQUIRE(f.store.Load({kBars}).ok());
  const std::vector<market::v1::Bar> monday = {MakeBar("2024-01-15", "10", "12", "9", "11", "5")};
  CHECK(f.CommitBars("1d", monday).size() == 3);  // the day, its week, its month
  CHECK(f.CommitBars("1d", monday).empty());
  const auto revised = f.CommitBars("1d", {MakeBar("2024-01-15", "10", "13", "9", "11", "5")});
  REQUIRE(revised.size() == 3);
  CHECK(std::count_if(revised.begin(), revised.end(), [](const auto& bar) {
          return bar.interval() == "1d" && bar.revision() == 2 && Text(bar.high()) == "13";
        }) == 1);
  // A bar of the week after closes the week that nothing else will.
  const auto next = f.CommitBars("1d", {MakeBar("2024-01-22", "11", "11", "11", "11", "1")});
  const auto closed = std::find_if(next.begin(), next.end(), [](const auto& bar) {
    return bar.interval() == "1w" && Describe(bar) == "2024-01-15T00 10 13 9 11 5 r1 final";
  });
  CHECK(closed != next.end());
}

TEST_CASE("Hourly bars roll up to four hours and days, and these to weeks", "[integration]") {
  REQUIRE_DATABASE();
  Fixture f;
  REQUIRE(f.store.Load({kBars}).ok());
  std::vector<market::v1::Bar> hours;
  for (int hour = 0; hour < 24; ++hour) {
    const std::string time = "2024-01-15T" + std::string(hour < 10 ? "0" : "") + std::to_string(hour) + ":00:00Z";
    hours.push_back(MakeBar(time, "10", std::to_string(20 + hour), "9", "11", "1.5"));
  }
  f.CommitBars("1h", hours);
  const auto fours = f.Read("AAPL", market::Interval::k4h);
  REQUIRE(fours.size() == 6);
  CHECK(Describe(fours[5]) == "2024-01-15T20 10 43 9 11 6 r1 final");
  const auto days = f.Read("AAPL", market::Interval::k1d);
  REQUIRE(days.size() == 1);
  CHECK(Describe(days[0]) == "2024-01-15T00 10 43 9 11 36 r1 final");
  REQUIRE(f.Read("AAPL", market::Interval::k1w).size() == 1);
  // The provider's own day stands over the roll-up, and later hours do not change it.
  f.CommitBars("1d", {MakeBar("2024-01-15", "1", "2", "1", "2", "3")});
  f.CommitBars("1h", {MakeBar("2024-01-15T00:00:00Z", "10", "99", "9", "11", "1.5")});
  CHECK(f.Read("AAPL", market::Interval::k1d)[0].origin() == market::v1::PROVIDER);
  CHECK(Text(f.Read("AAPL", market::Interval::k1w)[0].high()) == "2");
}

TEST_CASE("Quotes, instruments and dead letters are stored as they were told", "[integration]") {
  REQUIRE_DATABASE();
  Fixture f;
  REQUIRE(f.store.Load({kTrades, kBars}).ok());
  f.engine.Apply(TradeRecord("BTC-USD", {MakeTrade(1, "2024-01-15T10:00:00.123456789Z", "60719.27", "0.00000001"),
                                         MakeTrade(2, "2030-01-01", "1", "1")}));
  f.Commit(kTrades, -1, 1);
  const auto quote = f.reader.ReadQuote("BTC-USD");
  REQUIRE(quote.ok());
  REQUIRE(quote->has_value());
  CHECK((*quote)->SerializeAsString() == f.quotes.Latest("BTC-USD")->SerializeAsString());
  CHECK(f.reader.ReadQuote("NONE")->has_value() == false);
  REQUIRE(f.reader.ReadInstruments()->size() == 1);
  CHECK(f.reader.ReadInstruments()->at(0).SerializeAsString() == f.instruments.Find("BTC-USD")->SerializeAsString());
  CHECK(f.database.Count("core_engine.dead_letters WHERE reason = 'row 1: in the future'") == 1);
  QuoteBook loaded;
  loaded.Load(f.store.Load({kTrades})->quotes);
  CHECK(loaded.Latest("BTC-USD")->SerializeAsString() == (*quote)->SerializeAsString());
}

}  // namespace
}  // namespace mib::core_engine
