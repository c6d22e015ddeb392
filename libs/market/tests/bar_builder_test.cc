#include "mib/market/bar_builder.h"

#include <catch2/catch_test_macros.hpp>
#include <map>
#include <string>

#include "mib/market/proto.h"
#include "trades.h"

namespace mib::market {
namespace {

constexpr int64_t kFarFuture = 4'000'000'000'000'000'000;

BarOptions Minutes() {
  BarOptions options;
  options.intervals = {Interval::k1m};
  return options;
}

struct Fixture {
  explicit Fixture(const BarOptions& options = Minutes()) : builder(options) {}

  const AddResult& Add(const std::vector<Trade>& trades, int64_t watermark_ns = 0) {
    result.Clear();
    builder.Add("test", Columns(trades, watermark_ns), kFarFuture, &result);
    return result;
  }
  std::vector<BarState> Changed() {
    std::vector<BarState> bars;
    builder.TakeChanged(&bars);
    return bars;
  }

  BarBuilder builder;
  AddResult result;
};

std::string Text(const BarState& bar) {
  const v1::Bar told = ToProto(bar, "TEST", "test");
  std::string text;
  for (const v1::Decimal* value :
       {&told.open(), &told.high(), &told.low(), &told.close(), &told.volume(), &told.vwap()}) {
    text += FromProto(*value)->ToString() + " ";
  }
  return text + std::to_string(told.trades()) + " r" + std::to_string(told.revision());
}

TEST_CASE("A bar is final when the watermark is its close plus the grace, not before", "[unit]") {
  Fixture f;
  CHECK(f.Add({MakeTrade(1, At("2024-01-15T10:00:30Z"), "100.00", "2")}).finals.empty());
  CHECK(f.Add({MakeTrade(2, At("2024-01-15T10:01:04.999999999Z"), "101", "1")}).finals.empty());
  const AddResult& result = f.Add({MakeTrade(3, At("2024-01-15T10:01:05Z"), "102", "1")});
  REQUIRE(result.finals.size() == 1);
  CHECK(result.finals[0].open_ns == At("2024-01-15T10:00:00Z"));
  CHECK(Text(result.finals[0]) == "100 100 100 100 2 100 1 r1");
}

TEST_CASE("A batch without rows closes the bars of a quiet instrument", "[unit]") {
  Fixture f;
  f.Add({MakeTrade(1, At("2024-01-15T10:00:30Z"), "100", "2")});
  CHECK(f.Add({}, At("2024-01-15T10:01:04Z")).finals.empty());
  CHECK(f.Add({}, At("2024-01-15T10:01:05Z")).finals.size() == 1);
  CHECK(f.Add({}, At("2024-01-15T10:09:05Z")).finals.empty());  // silent minutes have no bar
}

TEST_CASE("A trade after the grace makes a new revision of its bar", "[unit]") {
  Fixture f;
  f.Add({MakeTrade(1, At("2024-01-15T10:00:30Z"), "100.00", "2")}, At("2024-01-15T10:01:05Z"));
  const AddResult& result = f.Add({MakeTrade(2, At("2024-01-15T10:00:59Z"), "101.50", "1")});
  REQUIRE(result.finals.size() == 1);
  CHECK(result.late == 1);
  CHECK(Text(result.finals[0]) == "100 101.5 100 101.5 3 100.5 2 r2");
}

TEST_CASE("Every late trade is a revision of its own, also within one second of one batch", "[unit]") {
  Fixture f;
  f.Add({MakeTrade(1, At("2024-01-15T10:00:30Z"), "100", "1")}, At("2024-01-15T10:01:05Z"));
  const AddResult& result = f.Add(
      {MakeTrade(2, At("2024-01-15T10:00:31Z"), "101", "1"), MakeTrade(3, At("2024-01-15T10:00:31Z"), "102", "1")});
  REQUIRE(result.finals.size() == 2);
  CHECK(Text(result.finals[0]) == "100 101 100 101 2 100.5 2 r2");
  CHECK(Text(result.finals[1]) == "100 102 100 102 3 101 3 r3");
}

TEST_CASE("A late trade into a silent interval makes a bar that is final at once", "[unit]") {
  Fixture f;
  f.Add({MakeTrade(1, At("2024-01-15T10:00:30Z"), "100", "1"), MakeTrade(2, At("2024-01-15T10:10:00Z"), "100", "1")});
  const AddResult& result = f.Add({MakeTrade(3, At("2024-01-15T10:05:00Z"), "99", "1")});
  REQUIRE(result.finals.size() == 1);
  CHECK(result.finals[0].open_ns == At("2024-01-15T10:05:00Z"));
  CHECK(result.finals[0].revision == 1);
}

TEST_CASE("Open and close follow time and id, not arrival", "[unit]") {
  Fixture f;
  f.Add({MakeTrade(5, At("2024-01-15T10:00:30Z"), "105", "1"), MakeTrade(4, At("2024-01-15T10:00:30Z"), "104", "1"),
         MakeTrade(9, At("2024-01-15T10:00:31Z"), "109", "1")});
  f.Add({MakeTrade(7, At("2024-01-15T10:00:31Z"), "107", "1"), MakeTrade(3, At("2024-01-15T10:00:29Z"), "103", "1")});
  const std::vector<BarState> bars = f.Changed();
  REQUIRE(bars.size() == 1);
  CHECK(Text(bars[0]) == "103 109 103 109 5 105.6 5 r0");
}

TEST_CASE("A trade is counted once, however often it comes", "[unit]") {
  Fixture f;
  const Trade trade = MakeTrade(1, At("2024-01-15T10:00:30Z"), "100", "1");
  f.Add({trade, trade});
  CHECK(f.result.accepted == 1);
  CHECK(f.result.duplicates == 1);
  f.Add({trade}, At("2024-01-15T10:05:00Z"));
  CHECK(f.result.duplicates == 1);
  REQUIRE(f.result.finals.size() == 1);
  CHECK(f.result.finals[0].trades == 1);
  CHECK(f.Add({trade}).finals.empty());
}

TEST_CASE("Ids of different sources do not hide each other", "[unit]") {
  Fixture f;
  const TradeColumns trade = Columns({MakeTrade(1, At("2024-01-15T10:00:30Z"), "100", "1")});
  f.builder.Add("coinbase", trade, kFarFuture, &f.result);
  f.builder.Add("kraken", trade, kFarFuture, &f.result);
  CHECK(f.result.accepted == 2);
}

TEST_CASE("A trade further back than the reach is refused and changes nothing", "[unit]") {
  Fixture f;
  f.Add({MakeTrade(1, At("2024-01-15T10:00:00Z"), "100", "1"), MakeTrade(2, At("2024-01-15T11:00:00Z"), "100", "1")});
  f.Changed();
  CHECK(f.Add({MakeTrade(3, At("2024-01-15T10:00:00Z"), "100", "1")}).refusals.empty());
  f.Changed();
  f.Add({MakeTrade(4, At("2024-01-15T09:59:59.999999999Z"), "100", "1")});
  REQUIRE(f.result.refusals.size() == 1);
  CHECK(f.result.refusals[0].reason == std::string("too late"));
  CHECK(f.Changed().empty());
}

TEST_CASE("Rows that can be no trade are refused one by one", "[unit]") {
  Fixture f;
  TradeColumns rows = Columns(
      {MakeTrade(1, At("2024-01-15T10:00:00Z"), "100", "1"), MakeTrade(2, At("2024-01-15T10:00:01Z"), "100", "1"),
       MakeTrade(3, At("2024-01-15T10:00:02Z"), "100", "1"), MakeTrade(4, At("2024-01-15T10:00:03Z"), "100", "1"),
       MakeTrade(5, At("2024-01-15T10:00:04Z"), "100", "1")});
  rows.price[0] = 0;
  rows.size[1] = -1;
  rows.time_ns[2] = -5;
  rows.time_ns[3] = At("2024-01-16T10:00:00Z");
  f.builder.Add("test", rows, At("2024-01-15T12:00:00Z"), &f.result);
  REQUIRE(f.result.refusals.size() == 4);
  CHECK(f.result.refusals[0].reason == std::string("price is not positive"));
  CHECK(f.result.refusals[1].reason == std::string("size is not positive"));
  CHECK(f.result.refusals[2].reason == std::string("time is not positive"));
  CHECK(f.result.refusals[3].reason == std::string("in the future"));
  CHECK(f.result.refusals[3].first_row == 3);
  CHECK(f.result.accepted == 1);
  CHECK(f.builder.watermark_ns() == At("2024-01-15T10:00:04Z"));
}

TEST_CASE("A watermark in the future is not believed", "[unit]") {
  Fixture f;
  f.builder.Add("test", Columns({MakeTrade(1, At("2024-01-15T10:00:00Z"), "1", "1")}, At("2200-01-01")),
                At("2024-01-16"), &f.result);
  CHECK(f.builder.watermark_ns() == At("2024-01-15T10:00:00Z"));
}

TEST_CASE("Prices of 10^-9 and volumes of 10^13 survive together, whatever the scales of their batches", "[unit]") {
  Fixture f;
  f.Add({MakeTrade(1, At("2024-01-15T10:00:00Z"), "0.000000001", "10000000000000")});
  f.Add({MakeTrade(2, At("2024-01-15T10:00:01Z"), "60719.27", "0.00000001")});
  f.Add({MakeTrade(3, At("2024-01-15T10:00:02Z"), "0.000000002", "10000000000000")});
  const std::vector<BarState> bars = f.Changed();
  REQUIRE(bars.size() == 1);
  // (10^4 + 0.0006071927 + 2 * 10^4) / 20000000000000.00000001 at 9 + 4 digits
  CHECK(Text(bars[0]) == "0.000000001 60719.27 0.000000001 0.000000002 20000000000000.00000001 0.0000000015 3 r0");
}

TEST_CASE("A sum that no decimal can hold is refused whole", "[unit]") {
  Fixture f;
  f.Add({MakeTrade(1, At("2024-01-15T10:00:00Z"), "1", "1")});
  f.Changed();
  TradeColumns rows =
      Columns({MakeTrade(2, At("2024-01-15T10:00:01Z"), "1", "1"), MakeTrade(3, At("2024-01-15T10:00:01Z"), "1", "1")});
  rows.price = rows.size = {INT64_MAX, INT64_MAX};
  AddResult result;
  f.builder.Add("test", rows, kFarFuture, &result);
  REQUIRE(result.refusals.size() == 1);
  CHECK(result.refusals[0].reason == std::string("too large"));
  CHECK(result.refusals[0].trades == 2);
  CHECK(f.Changed().empty());
}

TEST_CASE("A builder goes on from what was stored as if it had never stopped", "[unit]") {
  Fixture before{BarOptions()};
  before.Add(
      {MakeTrade(1, At("2024-01-15T10:00:30Z"), "100", "1"), MakeTrade(2, At("2024-01-15T10:01:00Z"), "101", "1")});
  const BarBuilder restored(BarOptions(), before.builder.State(), before.Changed());
  Fixture after{BarOptions()};
  after.builder = restored;
  const std::vector<Trade> more = {MakeTrade(2, At("2024-01-15T10:01:00Z"), "101", "1"),
                                   MakeTrade(3, At("2024-01-15T10:01:09Z"), "99", "1")};
  CHECK(after.Add(more).finals == before.Add(more).finals);
  CHECK(after.result.duplicates == 1);
  CHECK(after.Changed() == before.Changed());
}

}  // namespace
}  // namespace mib::market
