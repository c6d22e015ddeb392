#include "engine.h"

#include <catch2/catch_test_macros.hpp>

#include "records.h"
#include "simulated_clock.h"

namespace mib::core_engine {
namespace {

struct Fixture {
  telemetry::Metrics metrics;
  SimulatedClock clock{*ParseTime("2024-01-15T10:10:00Z")};
  Probe probe{metrics};
  QuoteBook quotes;
  InstrumentBook instruments;
  Engine engine{{TradeBarOptions(5'000'000'000, 3'600'000'000'000)}, quotes, instruments, clock, probe};
};

TEST_CASE("Trades become bars of six lengths, a quote and an instrument", "[unit]") {
  Fixture f;
  f.engine.Apply(TradeRecord("BTC-USD", {MakeTrade(1, "2024-01-15T10:00:30Z", "100.5", "2"),
                                         MakeTrade(2, "2024-01-15T10:00:30.5Z", "101", "1")}));
  const Changes changes = f.engine.TakeChanges();
  CHECK(changes.trade_bars.size() == 6);
  CHECK(changes.finals.empty());
  REQUIRE(changes.series.size() == 1);
  CHECK(changes.series[0].reach_from_ns == At("2024-01-15T09:00:30.5Z"));
  REQUIRE(changes.quotes.size() == 1);
  CHECK(Text(changes.quotes[0].quote.last()) == "101");
  CHECK(changes.seen_instruments.at("BTC-USD").venue() == "test");
  CHECK(f.probe.trades.Value() == 2);

  f.engine.Apply(TradeRecord("BTC-USD", {MakeTrade(3, "2024-01-15T10:01:05Z", "102", "1")}));
  const Changes next = f.engine.TakeChanges();
  REQUIRE(next.finals.size() == 2);  // the second and the minute
  CHECK(next.finals[1].interval() == "1m");
  CHECK(next.finals[1].revision() == 1);
  CHECK(Text(next.finals[1].close()) == "101");
  CHECK(next.seen_instruments.empty());
  CHECK(f.engine.TakeChanges().series.empty());
}

TEST_CASE("Rows that no bar takes become dead letters, the same ones each time", "[unit]") {
  Fixture f;
  kafka::ConsumedRecord record = TradeRecord(
      "BTC-USD", {MakeTrade(1, "2024-01-15T10:00:30Z", "100", "2"), MakeTrade(2, "2024-01-18T10:00:00Z", "100", "1"),
                  MakeTrade(3, "2024-01-15T09:00:29Z", "100", "1")});
  record.offset = 17;
  f.engine.Apply(record);
  const Changes changes = f.engine.TakeChanges();
  REQUIRE(changes.dead_letters.size() == 2);
  CHECK(changes.dead_letters[0].reason() == "row 1: in the future");
  CHECK(changes.dead_letters[0].origin() == "mib.market.trades.v1/0/17");
  CHECK(changes.dead_letters[1].reason() == "row 2: too late");
  events::v1::TradeBatch kept;
  REQUIRE(kept.ParseFromString(changes.dead_letters[1].payload()));
  CHECK(kept.base_time_ns() == At("2024-01-15T09:00:29Z"));
  CHECK(kept.price_size() == 1);
  CHECK(f.probe.too_late.Value() == 1);
  CHECK(f.probe.DeadLetters("future").Value() == 1);

  Fixture again;
  again.clock.Advance(absl::Hours(1));
  again.engine.Apply(record);
  CHECK(again.engine.TakeChanges().dead_letters[0].id() == changes.dead_letters[0].id());
}

TEST_CASE("A record that cannot be read is kept whole and the rest goes on", "[unit]") {
  Fixture f;
  for (const std::string& topic : {TradesTopic(), TicksTopic(), ProviderBarsTopic()}) {
    kafka::ConsumedRecord record = TradeRecord("BTC-USD", {});
    record.source.topic = topic;
    record.value = "\xff\xff";
    f.engine.Apply(record);
  }
  kafka::ConsumedRecord foreign = TradeRecord("BTC-USD", {MakeTrade(1, "2024-01-15T10:00:30Z", "1", "1")});
  foreign.key = "ETH-USD";
  f.engine.Apply(foreign);
  f.engine.Apply(TradeRecord("BTC-USD", {MakeTrade(1, "2024-01-15T10:00:30Z", "1", "1")}));
  const Changes changes = f.engine.TakeChanges();
  REQUIRE(changes.dead_letters.size() == 4);
  CHECK(changes.dead_letters[0].payload() == "\xff\xff");
  CHECK(changes.dead_letters[3].reason() == "symbol is not the key of the record");
  CHECK(changes.trade_bars.size() == 6);
  CHECK(f.probe.DeadLetters("undecodable").Value() == 3);
}

TEST_CASE("A provider's bars are taken one by one", "[unit]") {
  Fixture f;
  events::v1::ProviderBars told = MakeProviderBars(
      "AAPL", "1d",
      {MakeBar("2024-01-11", "10", "12", "9", "11", "5"), MakeBar("2024-01-12", "10", "1", "9", "11", "5"),
       MakeBar("2024-01-10", "8", "10", "8", "10", "5")});
  told.mutable_instrument()->set_symbol("AAPL");
  told.mutable_instrument()->set_name("Apple Inc.");
  f.engine.Apply(MakeRecord(told, "2024-01-15T10:00:00Z"));
  const Changes changes = f.engine.TakeChanges();
  REQUIRE(changes.provider_bars.size() == 2);
  const market::v1::Bar& bar = changes.provider_bars.rbegin()->second;
  CHECK(bar.symbol() == "AAPL");
  CHECK(bar.origin() == market::v1::PROVIDER);
  CHECK(bar.is_final());
  REQUIRE(changes.dead_letters.size() == 1);
  CHECK(changes.dead_letters[0].reason() == "bar 1: high is below open or close");
  CHECK(changes.described_instruments.at("AAPL").name() == "Apple Inc.");
  REQUIRE(changes.quotes.size() == 1);
  CHECK(Text(changes.quotes[0].quote.last()) == "11");
  CHECK(market::FromProto(changes.quotes[0].quote.timestamp()) == *ParseTime("2024-01-12"));
}

TEST_CASE("A bar told before its close does not put the quote into the future", "[unit]") {
  Fixture f;
  f.engine.Apply(MakeRecord(MakeProviderBars("AAPL", "1d", {MakeBar("2024-01-15", "10", "12", "9", "11", "5")}),
                            "2024-01-15T10:00:00Z"));
  CHECK(market::FromProto(f.quotes.Latest("AAPL")->timestamp()) == *ParseTime("2024-01-15T10:00:00Z"));
}

TEST_CASE("Provider bars of an interval that is not stored are refused whole", "[unit]") {
  Fixture f;
  f.engine.Apply(MakeRecord(MakeProviderBars("AAPL", "2d", {}), "2024-01-15T10:00:00Z"));
  f.engine.Apply(MakeRecord(MakeProviderBars("AAPL", "daily", {}), "2024-01-15T10:00:00Z"));
  CHECK(f.engine.TakeChanges().dead_letters.size() == 2);
}

TEST_CASE("An instrument whose row was dropped is told again", "[unit]") {
  Fixture f;
  f.engine.Apply(TradeRecord("BTC-USD", {MakeTrade(1, "2024-01-15T10:00:30Z", "100", "2")}));
  const Changes dropped = f.engine.TakeChanges();
  f.engine.Apply(TradeRecord("ETH-USD", {MakeTrade(1, "2024-01-15T10:00:30Z", "100", "2")}));
  f.engine.Clear(dropped);
  const Changes changes = f.engine.TakeChanges();
  CHECK(changes.seen_instruments.size() == 2);
  CHECK(changes.trade_bars.empty());
  CHECK_FALSE(f.quotes.Latest("BTC-USD"));
}

}  // namespace
}  // namespace mib::core_engine
