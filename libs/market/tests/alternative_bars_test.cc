#include "mib/market/alternative_bars.h"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <utility>

#include "trades.h"

namespace mib::market {
namespace {

constexpr int64_t kFarFuture = 4'000'000'000'000'000'000;
const int64_t kStart = At("2024-01-15T10:00:00Z");

std::string Text(const AlternativeBar& bar) {
  std::string text;
  for (const Decimal& value : {bar.open, bar.high, bar.low, bar.close, bar.volume, bar.notional}) {
    text += value.ToString() + " ";
  }
  return text + std::to_string(bar.trades);
}

/// Feeds one builder; trades come a second apart.
struct Fixture {
  explicit Fixture(std::string_view spec) : builder({*ParseAlternativeSpec(spec)}) {}

  using Texts = std::vector<std::string>;

  /// The bars that a trade ended.
  Texts Trade(std::string_view price, std::string_view size = "1", Side side = Side::kUnknown) {
    market::Trade trade = MakeTrade(next_id, kStart + static_cast<int64_t>(next_id) * 1'000'000'000, price, size);
    trade.side = side;
    ++next_id;
    return Add(Columns({trade}));
  }
  Texts Add(const TradeColumns& rows, int64_t latest_ns = kFarFuture) {
    result.Clear();
    builder.Add(rows, latest_ns, &result);
    Texts texts;
    for (const AlternativeBar& bar : result.bars) texts.push_back(Text(bar));
    return texts;
  }
  std::string Current() const { return builder.Current() ? Text(*builder.Current()) : "none"; }
  /// Why the last row was refused.
  std::string Refusal() const { return result.refusals.size() == 1 ? result.refusals[0].reason : "not refused"; }

  uint64_t next_id = 1;
  AlternativeBarBuilder builder;
  AlternativeBarResult result;
};

using Texts = Fixture::Texts;

TEST_CASE("A tick bar has its number of trades", "[unit]") {
  Fixture f("tick:3");
  CHECK(f.Current() == "none");
  CHECK(f.Trade("100", "1").empty());
  CHECK(f.Trade("102.5", "2").empty());
  CHECK(f.Current() == "100 102.5 100 102.5 3 305 2");
  CHECK(f.Trade("99", "0.5") == Texts{"100 102.5 99 99 3.5 354.5 3"});
  CHECK(f.result.bars[0].index == 0);
  CHECK(f.result.bars[0].open_ns == kStart + 1'000'000'000);
  CHECK(f.result.bars[0].close_ns == kStart + 3'000'000'000);
  CHECK(f.Current() == "none");
  f.Trade("1");
  f.Trade("1");
  f.Trade("1");
  CHECK(f.result.bars[0].index == 1);
}

TEST_CASE("The trade that reaches the volume belongs to the bar whole, and nothing is carried over", "[unit]") {
  Fixture f("vol:5");
  CHECK(f.Trade("100", "4.99").empty());
  CHECK(f.Trade("101", "2.01") == Texts{"100 101 100 101 7 702.01 2"});
  CHECK(f.Trade("102", "50") == Texts{"102 102 102 102 50 5100 1"});
  CHECK(f.Trade("103", "4.99999999").empty());
  CHECK(f.Trade("104", "0.00000001") == Texts{"103 104 103 104 5 515.00000001 2"});
}

TEST_CASE("A dollar bar ends with the trade that reaches the notional", "[unit]") {
  Fixture f("dollar:1000");
  CHECK(f.Trade("100", "9.99").empty());
  CHECK(f.Trade("0.5", "2") == Texts{"100 100 0.5 0.5 11.99 1000 2"});
  CHECK(f.Trade("250", "4") == Texts{"250 250 250 250 4 1000 1"});
}

TEST_CASE("A range bar is never wider than its range, and a gap leaves no bars behind", "[unit]") {
  Fixture f("range:1.5");
  CHECK(f.Trade("100").empty());
  CHECK(f.Trade("101.5").empty());  // the range itself is not beyond it
  CHECK(f.Trade("100.7").empty());
  CHECK(f.Trade("99.99") == Texts{"100 101.5 100 100.7 3 302.2 3"});
  CHECK(f.Current() == "99.99 99.99 99.99 99.99 1 99.99 1");
  CHECK(f.Trade("500", "2") == Texts{"99.99 99.99 99.99 99.99 1 99.99 1"});
  CHECK(f.Current() == "500 500 500 500 2 1000 1");
}

TEST_CASE("A range finer than the prices is kept", "[unit]") {
  Fixture f("range:0.25");
  CHECK(f.Trade("3").empty());
  CHECK(f.Trade("3").empty());
  CHECK(f.Trade("4").size() == 1);
}

TEST_CASE("Renko bricks lie on multiples of their height, and a turn takes two", "[unit]") {
  Fixture f("renko:10");
  CHECK(f.Trade("103", "1").empty());  // from 100
  CHECK(f.Trade("109.99", "2").empty());
  CHECK(f.Trade("110", "3") == Texts{"100 110 100 110 6 652.98 3"});
  CHECK(f.Trade("119").empty());
  CHECK(f.Trade("90.01").empty());
  CHECK(f.Current() == "119 119 90.01 90.01 2 209.01 2");
  CHECK(f.Trade("90") == Texts{"100 100 90 90 3 299.01 3"});
  CHECK(f.Trade("109.5").empty());
  CHECK(f.Trade("80") == Texts{"90 90 80 80 2 189.5 2"});
  CHECK(f.Trade("100") == Texts{"90 100 90 100 1 100 1"});
}

TEST_CASE("Before the first Renko brick either way is open", "[unit]") {
  Fixture f("renko:10");
  CHECK(f.Trade("103").empty());
  CHECK(f.Trade("90.01").empty());
  CHECK(f.Trade("90") == Texts{"100 100 90 90 3 283.01 3"});
  Fixture low("renko:10");
  CHECK(low.Trade("3").empty());  // from 0
  CHECK(low.Trade("0.01").empty());
  CHECK(low.Trade("10") == Texts{"0 10 0 10 3 13.01 3"});
}

TEST_CASE("A jump completes several bricks at one time, and the first has the volume", "[unit]") {
  Fixture f("renko:0.5");
  f.Trade("1.2", "1");  // from 1
  CHECK(f.Trade("2.7", "2") == Texts{"1 1.5 1 1.5 3 6.6 2", "1.5 2 1.5 2 0 0 0", "2 2.5 2 2.5 0 0 0"});
  CHECK(f.result.bars[0].open_ns == kStart + 1'000'000'000);
  for (const AlternativeBar& bar : f.result.bars) CHECK(bar.close_ns == kStart + 2'000'000'000);
  CHECK(f.result.bars[1].open_ns == kStart + 2'000'000'000);
  CHECK(f.result.bars[2].index == 2);
  CHECK_FALSE(f.result.bars[2].MeanPrice().has_value());
  CHECK(f.Current() == "none");
  // 2.5 was the last close, 2 its open: down from 2.
  CHECK(f.Trade("1", "4") == Texts{"2 2 1.5 1.5 4 4 1", "1.5 1.5 1 1 0 0 0"});
}

TEST_CASE("Wicks tell how far the price went since the brick before", "[unit]") {
  Fixture f("renko:wicks:10");
  f.Trade("103");
  f.Trade("95");
  CHECK(f.Trade("110") == Texts{"100 110 95 110 3 308 3"});
  f.Trade("118");
  CHECK(f.Trade("79") == Texts{"100 118 90 90 2 197 2", "90 90 80 80 0 0 0"});
  // At 79 the price was below the last brick already.
  CHECK(f.Trade("101") == Texts{"90 100 79 100 1 101 1"});
  CHECK(f.Trade("110") == Texts{"100 110 100 110 1 110 1"});
}

TEST_CASE("Buys and sells of the venue make the imbalance, whole trades at a time", "[unit]") {
  Fixture ticks("imbalance:tick:2");
  CHECK(ticks.Trade("100", "9", Side::kBuy).empty());
  CHECK(ticks.Trade("101", "1", Side::kSell).empty());
  CHECK(ticks.Trade("102", "1", Side::kSell).empty());
  CHECK(ticks.Trade("103", "1", Side::kSell) == Texts{"100 103 100 103 12 1206 4"});
  CHECK(ticks.Trade("104", "1", Side::kBuy).empty());
  CHECK(ticks.Trade("105", "1", Side::kBuy).size() == 1);

  Fixture sizes("imbalance:vol:10");
  CHECK(sizes.Trade("100", "9.5", Side::kBuy).empty());
  CHECK(sizes.Trade("100", "19", Side::kSell).empty());
  CHECK(sizes.Trade("100", "0.5", Side::kSell) == Texts{"100 100 100 100 29 2900 3"});

  Fixture notional("imbalance:dollar:1000");
  CHECK(notional.Trade("100", "9", Side::kSell).empty());
  CHECK(notional.Trade("10", "10", Side::kBuy).empty());
  CHECK(notional.Trade("100", "2", Side::kSell) == Texts{"100 100 10 100 21 1200 3"});
}

TEST_CASE("Where the venue tells no side the tick rule does", "[unit]") {
  Fixture f("imbalance:tick:3");
  CHECK(f.Trade("100").empty());  // neither
  CHECK(f.Trade("100").empty());  // neither
  CHECK(f.Trade("101").empty());  // buy
  CHECK(f.Trade("101").empty());  // as before: buy
  CHECK(f.Trade("100").empty());  // sell
  CHECK(f.Trade("102").empty());  // buy
  CHECK(f.Trade("102").size() == 1);
  CHECK(f.result.bars[0].trades == 7);
  // The sign before goes on into the next bar, and a told side is one to go on from.
  CHECK(f.Trade("102").empty());
  CHECK(f.Trade("102", "1", Side::kSell).empty());
  CHECK(f.Trade("102").empty());
  CHECK(f.Trade("102").empty());
  CHECK(f.Trade("102").size() == 1);  // 1 - 1 - 1 - 1 - 1
}

TEST_CASE("A bar of expected imbalance ends as the expectation says", "[unit]") {
  Fixture f("imbalance:tick:ewma:4:1:3");
  // As in the test of ExpectedImbalance: by count, then at 2, then at 4.
  const auto feed = [&](std::string_view signs) {
    std::string ends;
    for (const char sign : signs) {
      ends += f.Trade("100", "1", sign == '+' ? Side::kBuy : Side::kSell).empty() ? '.' : '|';
    }
    return ends;
  };
  CHECK(feed("+++-"
             "+---"
             "----") ==
        "...|"
        "...|"
        "...|");
}

TEST_CASE("The mean price is rounded half to even at four digits more than the prices", "[unit]") {
  Fixture f("tick:2");
  f.Trade("100", "1");
  f.Trade("101", "2");
  CHECK(f.result.bars[0].MeanPrice()->ToString() == "100.6667");
}

TEST_CASE("A repeated trade is counted once", "[unit]") {
  Fixture f("tick:2");
  const TradeColumns row = Columns({MakeTrade(7, kStart, "100", "1")});
  CHECK(f.Add(row).empty());
  CHECK(f.Add(row).empty());
  CHECK(f.result.duplicates == 1);
  CHECK(f.result.accepted == 0);
  CHECK(f.builder.Current()->trades == 1);
}

TEST_CASE("A trade later than the grace is refused, one less late counts as of the newest time", "[unit]") {
  Fixture f("tick:3");
  f.Add(Columns({MakeTrade(1, kStart, "100", "1")}));
  f.Add(Columns({MakeTrade(2, kStart - 5'000'000'001, "101", "1")}));
  CHECK(f.Refusal() == "too late");
  CHECK(f.Add(Columns({MakeTrade(3, kStart - 5'000'000'000, "102", "1")})).empty());
  CHECK(f.Add(Columns({MakeTrade(4, kStart - 1, "103", "1")})) == Texts{"100 103 100 103 3 305 3"});
  CHECK(f.result.bars[0].open_ns == kStart);
  CHECK(f.result.bars[0].close_ns == kStart);
}

TEST_CASE("A refused trade moves neither the time nor the price that others are held against", "[unit]") {
  Fixture f("imbalance:tick:2");
  f.Add(Columns({MakeTrade(1, kStart, "100", "1")}), kStart);  // a buy
  f.Add(Columns({MakeTrade(2, kStart + 9'000'000'000, "1", "1")}), kStart + 1);
  CHECK(f.Refusal() == "in the future");
  TradeColumns row = Columns({MakeTrade(3, kStart - 1, "99", "1")});
  row.side[0] = Side::kUnknown;
  CHECK(f.Add(row, kStart + 1).empty());  // above 1, but below 100: a sell
}

TEST_CASE("Rows that can be no trade are refused one by one, by alternative bars of every kind", "[unit]") {
  for (const std::string_view spec : {"tick:9", "vol:9", "range:9", "renko:9", "imbalance:tick:ewma:9:9:9"}) {
    INFO(spec);
    Fixture f(spec);
    TradeColumns rows =
        Columns({MakeTrade(1, kStart, "1", "1"), MakeTrade(2, kStart, "1", "1"), MakeTrade(3, kStart, "1", "1"),
                 MakeTrade(4, kStart, "1", "1"), MakeTrade(5, kStart, "1", "1"), MakeTrade(6, kStart, "1", "1")});
    rows.price[0] = 0;
    rows.price[1] = INT64_MIN;
    rows.size[2] = 0;
    rows.size[3] = -1;
    rows.time_ns[4] = INT64_MIN;
    f.Add(rows);
    REQUIRE(f.result.refusals.size() == 5);
    CHECK(f.result.refusals[0].reason == std::string("price is not positive"));
    CHECK(f.result.refusals[1].reason == std::string("price is not positive"));
    CHECK(f.result.refusals[2].reason == std::string("size is not positive"));
    CHECK(f.result.refusals[3].reason == std::string("size is not positive"));
    CHECK(f.result.refusals[4].reason == std::string("time is not positive"));
    CHECK(f.result.refusals[4].first_row == 4);
    CHECK(f.result.accepted == 1);
    CHECK(f.Current() == "1 1 1 1 1 1 1");
  }
}

/// Rows of the largest numbers that columns can hold.
TradeColumns Largest(uint64_t first_id, size_t rows) {
  TradeColumns columns;
  for (size_t i = 0; i < rows; ++i) {
    columns.time_ns.push_back(kStart);
    columns.id.push_back(first_id + i);
    columns.price.push_back(INT64_MAX);
    columns.size.push_back(INT64_MAX);
    columns.side.push_back(Side::kBuy);
  }
  return columns;
}

TEST_CASE("A sum that no decimal can hold is refused, and the bar goes on without it", "[unit]") {
  // Notional of one such row: 8.5 * 10^37, so that a second has no room.
  Fixture f("tick:3");
  f.Add(Largest(1, 1));
  const std::string before = f.Current();
  f.Add(Largest(2, 1));
  CHECK(f.Refusal() == "too large");
  CHECK(f.Current() == before);
  CHECK(f.Add(Columns({MakeTrade(3, kStart, "1", "1")})).empty());
  CHECK(f.Add(Columns({MakeTrade(4, kStart, "1", "1")})).size() == 1);
  CHECK(f.result.bars[0].notional == *Decimal::Parse("85070591730234615847396907784232501251"));
}

TEST_CASE("A range bar that ends before a trade leaves that trade all the room there is", "[unit]") {
  Fixture f("range:1");
  TradeColumns rows = Largest(1, 2);
  rows.price[1] -= 2;
  CHECK(f.Add(rows).size() == 1);
  CHECK(f.result.refusals.empty());
}

TEST_CASE("The largest numbers at the finest scales make bars or refusals, never anything else", "[unit]") {
  for (const std::string_view spec :
       {"tick:2", "vol:999999999999999999", "dollar:999999999999999999", "range:999999999999999999",
        "range:0.000000000000000001", "renko:999999999999999999", "renko:wicks:0.000000000000000001",
        "imbalance:dollar:0.000000000000000001", "imbalance:vol:1"}) {
    INFO(spec);
    Fixture f(spec);
    uint64_t accepted = 0;
    for (const auto& [price_scale, size_scale] :
         std::vector<std::pair<int, int>>{{18, 18}, {0, 0}, {18, 0}, {0, 18}, {9, 9}, {0, 0}}) {
      TradeColumns rows = Largest(f.next_id, 2);
      f.next_id += 2;
      rows.price_scale = price_scale;
      rows.size_scale = size_scale;
      rows.price[1] = rows.size[1] = 1;
      f.Add(rows);
      accepted += f.result.accepted;
      CHECK(f.result.accepted + f.result.refusals.size() == 2);
    }
    CHECK(accepted > 0);
  }
}

TEST_CASE("A notional finer than decimals are is refused", "[unit]") {
  Fixture f("tick:2");
  TradeColumns rows = Columns({MakeTrade(1, kStart, "1", "1")});
  rows.price_scale = rows.size_scale = 18;
  f.Add(rows);
  CHECK(f.Refusal() == "too large");
  rows.id[0] = 2;
  rows.price[0] = 1'000'000;
  f.Add(rows);
  CHECK(f.result.accepted == 1);
}

TEST_CASE("A price that crosses more bricks than are any use is refused and moves nothing", "[unit]") {
  Fixture f("renko:0.01");
  f.Trade("1");
  CHECK(f.Trade("101.01").empty());
  CHECK(f.Refusal() == "crosses too many bricks");
  CHECK(f.Current() == "1 1 1 1 1 1 1");
  CHECK(f.Trade("101").size() == AlternativeBarBuilder::kMostBricks);
  CHECK(f.Trade("0.98").empty());
  CHECK(f.Refusal() == "crosses too many bricks");
  CHECK(f.Trade("1.1").size() == 9'989);
}

}  // namespace
}  // namespace mib::market
