#include "bar_checks.h"

#include <catch2/catch_test_macros.hpp>
#include <string>

#include "mib/base/status.h"
#include "records.h"

namespace mib::core_engine {
namespace {

using market::v1::Bar;

std::string FaultOf(const Bar& bar, market::Interval interval = market::Interval::k1d) {
  return MessageOf(CheckProviderBar(bar, interval, At("2024-02-01")));
}

TEST_CASE("A bar that can be one is taken", "[unit]") {
  CHECK(FaultOf(MakeBar("2024-01-15", "10", "12", "9", "11", "0")).empty());
  CHECK(FaultOf(MakeBar("2024-01-15", "0.000000001", "0.000000001", "0.000000001", "0.000000001", "10000000000000"))
            .empty());
  CHECK(FaultOf(MakeBar("1962-01-02", "10", "12", "9", "11", "5")).empty());
}

TEST_CASE("A bar that cannot be one is refused by the field at fault", "[unit]") {
  CHECK(FaultOf(MakeBar("2024-01-15", "10", "12", "10.5", "11", "0")) == "low is above open or close");
  CHECK(FaultOf(MakeBar("2024-01-15", "10", "10.9", "9", "11", "0")) == "high is below open or close");
  CHECK(FaultOf(MakeBar("2024-01-15", "0", "12", "0", "11", "0")) == "open is not positive");
  CHECK(FaultOf(MakeBar("2024-01-15", "10", "12", "-9", "11", "0")) == "low is not positive");
  CHECK(FaultOf(MakeBar("2024-01-15", "10", "12", "9", "11", "-1")) == "volume is negative");
  CHECK(FaultOf(MakeBar("2024-02-02", "10", "12", "9", "11", "1")) == "open_time is in the future");
  CHECK(FaultOf(MakeBar("2024-01-15T09:30:00Z", "10", "12", "9", "11", "1")) ==
        "open_time is not the start of an interval of 1d");
  CHECK(FaultOf(MakeBar("2024-01-16", "10", "12", "9", "11", "1"), market::Interval::k1w) ==
        "open_time is not the start of an interval of 1w");
  CHECK(FaultOf(MakeBar("2024-01-15", "12345678901234567890123456789", "12", "9", "11", "1")) ==
        "open has more than 28 digits");
  Bar bar = MakeBar("2024-01-15", "10", "12", "9", "11", "1");
  bar.mutable_close()->set_scale(99);
  CHECK(FaultOf(bar).starts_with("close: "));
  bar = MakeBar("2024-01-15", "10", "12", "9", "11", "1");
  bar.mutable_open_time()->set_seconds(INT64_MAX);
  CHECK(FaultOf(bar) == "open_time is out of range");
}

TEST_CASE("A tick needs a time that can be and a price", "[unit]") {
  events::v1::QuoteTick tick;
  const auto fault = [&] { return MessageOf(CheckTick(tick, At("2024-02-01"))); };
  CHECK(fault() == "time_ns is not positive");
  tick.set_time_ns(At("2024-02-02"));
  CHECK(fault() == "time_ns is in the future");
  tick.set_time_ns(At("2024-01-15"));
  CHECK(fault() == "there is no price");
  *tick.mutable_bid() = Number("0");
  CHECK(fault() == "bid is not positive");
  *tick.mutable_bid() = Number("1");
  CHECK(fault().empty());
  *tick.mutable_ask_size() = Number("-1");
  CHECK(fault() == "ask_size is negative");
}

TEST_CASE("A symbol is canonical and the key of its record", "[unit]") {
  CHECK(CheckSymbol("BTC-USD", "BTC-USD").ok());
  CHECK(MessageOf(CheckSymbol("btc/usd", "btc/usd")) == "symbol is not spelt BTC-USD");
  CHECK(MessageOf(CheckSymbol("BTC-USD", "ETH-USD")) == "symbol is not the key of the record");
  CHECK_FALSE(CheckSymbol("", "").ok());
}

TEST_CASE("Text that the database would refuse is refused first", "[unit]") {
  CHECK(CheckText("source", "coinbase").ok());
  CHECK_FALSE(CheckText("source", std::string("a\0b", 3)).ok());
  CHECK_FALSE(CheckText("source", std::string(257, 'a')).ok());
}

}  // namespace
}  // namespace mib::core_engine
