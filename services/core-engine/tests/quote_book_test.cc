#include "quote_book.h"

#include <catch2/catch_test_macros.hpp>

#include "records.h"

namespace mib::core_engine {
namespace {

events::v1::QuoteTick Tick(std::string_view time, std::string_view bid, std::string_view ask) {
  events::v1::QuoteTick tick;
  tick.set_symbol("BTC-USD");
  tick.set_source("venue");
  tick.set_time_ns(At(time));
  *tick.mutable_bid() = Number(bid);
  *tick.mutable_ask() = Number(ask);
  return tick;
}

TEST_CASE("A trade renews the last price and leaves bid and ask", "[unit]") {
  QuoteBook book;
  book.ApplyTick(0, Tick("2024-01-15T10:00:00Z", "99", "101"));
  book.ApplyTrade(0, "BTC-USD", "venue", At("2024-01-15T10:00:01Z"), *Decimal::Parse("100.50"), *Decimal::Parse("2"));
  const market::v1::Quote quote = *book.Latest("BTC-USD");
  CHECK(Text(quote.bid()) == "99");
  CHECK(Text(quote.ask()) == "101");
  CHECK(Text(quote.last()) == "100.5");
  CHECK(Text(quote.last_size()) == "2");
  CHECK(market::FromProto(quote.timestamp()) == *ParseTime("2024-01-15T10:00:01Z"));
}

TEST_CASE("What is older than the quote changes nothing", "[unit]") {
  QuoteBook book;
  book.ApplyTick(0, Tick("2024-01-15T10:00:01Z", "99", "101"));
  book.TakeChanged();
  book.ApplyTick(0, Tick("2024-01-15T10:00:00Z", "1", "2"));
  book.ApplyClose(
      0,
      [] {
        market::v1::Bar bar = MakeBar("2024-01-14", "1", "1", "1", "1", "1");
        bar.set_symbol("BTC-USD");
        return bar;
      }(),
      At("2024-01-15"));
  CHECK(Text(book.Latest("BTC-USD")->bid()) == "99");
  CHECK_FALSE(book.Latest("BTC-USD")->has_last());
  CHECK(book.TakeChanged().empty());
}

TEST_CASE("An instrument with bars only has the close of the newest one", "[unit]") {
  QuoteBook book;
  market::v1::Bar bar = MakeBar("2024-01-15", "10", "12", "9", "11", "5");
  bar.set_symbol("AAPL");
  bar.set_source("provider");
  book.ApplyClose(3, bar, At("2024-01-16"));
  const std::vector<QuoteChange> changed = book.TakeChanged();
  REQUIRE(changed.size() == 1);
  CHECK(changed[0].partition == 3);
  CHECK(Text(changed[0].quote.last()) == "11");
  CHECK(changed[0].quote.source() == "provider");
  CHECK_FALSE(book.Latest("MSFT"));
}

TEST_CASE("Changes are told once, and loaded quotes are no change", "[unit]") {
  QuoteBook book;
  book.ApplyTick(0, Tick("2024-01-15T10:00:00Z", "99", "101"));
  book.ApplyTick(0, Tick("2024-01-15T10:00:00Z", "98", "101"));
  const std::vector<QuoteChange> changed = book.TakeChanged();
  CHECK(changed.size() == 1);
  CHECK(book.TakeChanged().empty());
  QuoteBook other;
  other.Load(changed);
  CHECK(other.TakeChanged().empty());
  other.ApplyTick(0, Tick("2024-01-15T09:59:59Z", "1", "2"));
  CHECK(Text(other.Latest("BTC-USD")->bid()) == "98");
  other.Clear();
  CHECK_FALSE(other.Latest("BTC-USD"));
}

}  // namespace
}  // namespace mib::core_engine
