#include "validation.h"

#include <catch2/catch_test_macros.hpp>

#include "fakes.h"

namespace mib::ingestion {
namespace {

const absl::Time kNow = At("2024-01-15T10:00:00Z");

market::Trade GoodTrade() {
  return {1, ToNanos(At("2024-01-15T09:59:59Z")), Number("42000.01"), Number("0.5"), market::Side::kBuy};
}

BarRow GoodBar() {
  return {ToNanos(At("2024-01-15T09:58:00Z")), Number("10"), Number("12"), Number("9.5"), Number("11"), Number("100")};
}

std::string TradeFault(const market::Trade& trade) { return MessageOf(CheckTrade(trade, kNow)); }
std::string BarFault(const BarRow& bar) { return MessageOf(CheckBar(bar, market::Interval::k1m, kNow)); }

TEST_CASE("A good trade and a good bar pass", "[unit]") {
  CHECK(CheckTrade(GoodTrade(), kNow).ok());
  CHECK(CheckBar(GoodBar(), market::Interval::k1m, kNow).ok());
}

TEST_CASE("A trade's fault names its field", "[unit]") {
  market::Trade trade = GoodTrade();
  trade.price = Number("0");
  CHECK(TradeFault(trade) == "price 0 is not above zero");
  trade = GoodTrade();
  trade.size = Number("-1");
  CHECK(TradeFault(trade) == "size -1 is not above zero");
  trade = GoodTrade();
  trade.price = Number("1234567890123456789");
  CHECK(TradeFault(trade) == "price 1234567890123456789 has more than 18 digits");
  trade = GoodTrade();
  trade.time_ns = -1;
  CHECK(TradeFault(trade) == "time is before 1970");
}

TEST_CASE("The smallest price and the largest size of 18 digits pass", "[unit]") {
  market::Trade trade = GoodTrade();
  trade.price = Number("0.000000000000000001");
  trade.size = Number("999999999999999999");
  CHECK(CheckTrade(trade, kNow).ok());
}

TEST_CASE("A venue's clock may be five seconds ahead and no more", "[unit]") {
  market::Trade trade = GoodTrade();
  trade.time_ns = ToNanos(kNow + absl::Seconds(5));
  CHECK(CheckTrade(trade, kNow).ok());
  trade.time_ns += 1'000'000;
  CHECK(TradeFault(trade) == "time 2024-01-15T10:00:05.001Z is in the future");
}

TEST_CASE("A bar's fault names its field", "[unit]") {
  BarRow bar = GoodBar();
  bar.low = Number("10.5");
  CHECK(BarFault(bar) == "open is not between low and high");
  bar = GoodBar();
  bar.close = Number("12.01");
  CHECK(BarFault(bar) == "close is not between low and high");
  bar = GoodBar();
  bar.high = Number("9");
  CHECK(BarFault(bar) == "low is above high");
  bar = GoodBar();
  bar.volume = Number("-0.1");
  CHECK(BarFault(bar) == "volume -0.1 is below zero");
  bar = GoodBar();
  bar.open_ns += 1'000'000'000;
  CHECK(BarFault(bar) == "time 2024-01-15T09:58:01Z is not the open time of a 1m bar");
}

TEST_CASE("A bar without volume and a bar of one price pass", "[unit]") {
  BarRow bar = GoodBar();
  bar.open = bar.high = bar.low = bar.close = Number("0.0000013");
  bar.volume = Number("0");
  CHECK(CheckBar(bar, market::Interval::k1m, kNow).ok());
}

TEST_CASE("A volume of ten thousand billions with eleven decimals passes", "[unit]") {
  BarRow bar = GoodBar();
  bar.volume = Number("10000000000000.07685000005");
  CHECK(CheckBar(bar, market::Interval::k1m, kNow).ok());
}

}  // namespace
}  // namespace mib::ingestion
