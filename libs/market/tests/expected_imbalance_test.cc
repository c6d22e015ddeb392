#include "mib/market/expected_imbalance.h"

#include <catch2/catch_test_macros.hpp>
#include <string_view>

namespace mib::market {
namespace {

/// Adds trades of these signs ('+', '-', '0') until the bar ends; how many it took, or 0 if it did not end.
int Run(ExpectedImbalance* expected, std::string_view signs) {
  int64_t imbalance = 0;
  uint64_t trades = 0;
  for (const char sign : signs) {
    const int value = sign == '+' ? 1 : sign == '-' ? -1 : 0;
    expected->AddTrade(value);
    imbalance += value;
    if (expected->Ends(imbalance, ++trades)) {
      expected->EndBar(trades);
      return static_cast<int>(trades);
    }
  }
  return 0;
}

TEST_CASE("Bars end where the imbalance is beyond expectation, as worked out by hand", "[unit]") {
  // E[T] is the last bar's T; E[b] moves half way to each sign.
  ExpectedImbalance expected(4, 1, 3);
  CHECK(Run(&expected, "+++-+") == 4);  // by count, being the first
  CHECK(expected.expected_trades() == 4'000'000'000);
  CHECK(expected.expected_sign() == 500'000'000);  // 2 / 4
  // 4 * 0.5 = 2. E[b]: 0.75, -0.125, -0.5625, -0.78125; the sum: 1, 0, -1, -2.
  CHECK(Run(&expected, "+---") == 4);
  CHECK(expected.expected_sign() == -781'250'000);
  // 4 * 0.78125 = 3.125, so 4.
  CHECK(Run(&expected, "---") == 0);
}

TEST_CASE("The expected length of a bar is averaged over bars", "[unit]") {
  ExpectedImbalance expected(6, 3, 1'000'000);
  CHECK(Run(&expected, "+-++++") == 6);
  CHECK(expected.expected_sign() == 666'666'667);  // 4 / 6, rounded
  // 6 * 0.667 = 4, and a little more by the rounding: 5.
  CHECK(Run(&expected, "++++++") == 5);
  CHECK(expected.expected_trades() == 5'500'000'000);  // half way from 6 to 5
}

TEST_CASE("Averages are rounded half to even at 10^-9", "[unit]") {
  // E[b] halves its distance to 0 with each trade: 1 / 512 = 0.001953125 is exact, 1 / 1024 is half a unit.
  ExpectedImbalance expected(1, 1, 3);
  CHECK(Run(&expected, "+") == 1);
  CHECK(expected.expected_sign() == 1'000'000'000);
  for (int i = 0; i < 9; ++i) expected.AddTrade(0);
  CHECK(expected.expected_sign() == 1'953'125);
  expected.AddTrade(0);
  CHECK(expected.expected_sign() == 976'562);
  ExpectedImbalance sells(1, 1, 3);
  CHECK(Run(&sells, "-") == 1);
  for (int i = 0; i < 10; ++i) sells.AddTrade(0);
  CHECK(sells.expected_sign() == -976'562);
}

TEST_CASE("A bar has at least a tenth of the trades expected at first", "[unit]") {
  ExpectedImbalance expected(95, 1, 10);
  for (int i = 0; i < 95; ++i) expected.AddTrade(0);
  expected.EndBar(95);
  CHECK(expected.expected_sign() == 0);  // every imbalance is beyond that
  CHECK_FALSE(expected.Ends(9, 9));
  CHECK(expected.Ends(0, 10));
}

TEST_CASE("A bar has at most ten times the trades expected at first", "[unit]") {
  ExpectedImbalance expected(100, 1, 10);
  for (int i = 0; i < 100; ++i) expected.AddTrade(1);
  expected.EndBar(100);
  CHECK_FALSE(expected.Ends(99, 999));
  CHECK(expected.Ends(-100, 100));
  CHECK(expected.Ends(0, 1'000));
  expected.EndBar(1'000);
  CHECK(expected.expected_trades() == 1'000'000'000'000);
}

TEST_CASE("The largest numbers a spec can have do not overflow", "[unit]") {
  ExpectedImbalance expected(1'000'000, 1'000'000, 1'000'000);
  for (int i = 0; i < 1'000'000; ++i) expected.AddTrade(-1);
  CHECK(expected.Ends(-1'000'000, 1'000'000));
  expected.EndBar(1'000'000);
  CHECK(expected.expected_sign() == -1'000'000'000);
  for (int i = 0; i < 50; ++i) expected.EndBar(10'000'000);
  CHECK(expected.expected_trades() > 1'000'000'000'000'000);
  CHECK(expected.expected_trades() < 10'000'000'000'000'000);
  CHECK(expected.Ends(-1'001'000, 1'001'000));
}

}  // namespace
}  // namespace mib::market
