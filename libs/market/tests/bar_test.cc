#include "mib/market/bar.h"

#include <catch2/catch_test_macros.hpp>

#include "mib/market/proto.h"

namespace mib::market {
namespace {

BarState MakeBar() {
  BarState bar;
  bar.interval = Interval::k1m;
  bar.open_ns = 1'704'067'200'000'000'000;
  bar.price_scale = 3;
  bar.size_scale = 1;
  bar.open = 100'000;   // 100
  bar.high = 102'500;   // 102.5
  bar.low = 99'000;     // 99
  bar.close = 101'000;  // 101
  bar.volume = 30;      // 3
  bar.notional = 10 * 100'000 + 20 * 101'000;
  bar.trades = 2;
  return bar;
}

TEST_CASE("A bar is told without trailing zeros and with its mean price at four digits more than its prices",
          "[unit]") {
  const v1::Bar bar = ToProto(MakeBar(), "BTC-USD", "coinbase");
  CHECK(FromProto(bar.open())->ToString() == "100");
  CHECK(bar.open().scale() == 0);
  CHECK(FromProto(bar.high())->ToString() == "102.5");
  CHECK(bar.high().scale() == 1);
  CHECK(FromProto(bar.volume())->ToString() == "3");
  // (100 + 2 * 101) / 3 = 100.666..., at 1 + 4 digits
  CHECK(FromProto(bar.vwap())->ToString() == "100.66667");
  CHECK(bar.interval() == "1m");
  CHECK(bar.origin() == v1::TRADES);
  CHECK_FALSE(bar.is_final());
}

TEST_CASE("The bytes of a bar do not depend on the scales in which its trades travelled", "[unit]") {
  BarState fine = MakeBar();
  for (Int128* price : {&fine.open, &fine.high, &fine.low, &fine.close}) *price *= 1'000'000;
  fine.price_scale += 6;
  fine.size_scale += 7;
  fine.volume *= 10'000'000;
  fine.notional *= PowerOfTen(13);
  CHECK(ToProto(fine, "S", "x").SerializeAsString() == ToProto(MakeBar(), "S", "x").SerializeAsString());
}

TEST_CASE("The mean price is rounded half to even", "[unit]") {
  BarState bar = MakeBar();
  bar.open = bar.high = bar.low = bar.close = 1000;  // 1
  bar.size_scale = 0;
  bar.volume = 100'000;
  bar.notional = 100'005'000;  // 1.00005
  CHECK(FromProto(ToProto(bar, "S", "x").vwap())->ToString() == "1");
  bar.notional = 100'015'000;  // 1.00015
  CHECK(FromProto(ToProto(bar, "S", "x").vwap())->ToString() == "1.0002");
}

}  // namespace
}  // namespace mib::market
