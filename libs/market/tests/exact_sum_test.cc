#include "mib/market/exact_sum.h"

#include <catch2/catch_test_macros.hpp>

namespace mib::market {
namespace {

TEST_CASE("A sum becomes as fine as what is added", "[unit]") {
  ExactSum sum;
  CHECK(sum.Add(5, 0));
  CHECK(sum.Add(25, 2));
  CHECK(sum.Add(-1, 8));
  CHECK(sum.Add(100, 1));
  CHECK(sum.Value().ToString() == "15.24999999");
  sum.Clear();
  CHECK(sum.Value().is_zero());
}

TEST_CASE("A sum of more than 38 digits is refused and nothing is changed", "[unit]") {
  const Int128 tenth = PowerOfTen(37);
  ExactSum sum;
  for (int i = 0; i < 9; ++i) REQUIRE(sum.Add(tenth, 0));
  REQUIRE(sum.Add(tenth - 1, 0));
  CHECK(sum.Value() == Decimal(PowerOfTen(38) - 1, 0));
  CHECK_FALSE(sum.Add(1, 0));
  CHECK_FALSE(sum.Add(1, 5));
  CHECK_FALSE(sum.Add(tenth, 0));
  CHECK(sum.Value() == Decimal(PowerOfTen(38) - 1, 0));
  CHECK(sum.Add(-1, 0));
}

TEST_CASE("Whether a sum fits depends on values, not on the scales they come in", "[unit]") {
  const Int128 huge = PowerOfTen(36);  // 37 digits
  ExactSum coarse;
  REQUIRE(coarse.Add(huge, 0));
  ExactSum fine;
  REQUIRE(fine.Add(PowerOfTen(20), 20));  // 1, and from here on at scale 20
  REQUIRE(fine.Add(huge - 1, 0));         // no room for 20 zeros beside 37 digits
  CHECK(fine.Value() == coarse.Value());
  CHECK(coarse.Add(5, 1) == fine.Add(500, 3));   // 38 digits
  CHECK(coarse.Add(5, 2) == fine.Add(5000, 5));  // 39 digits
  CHECK(coarse.Add(5, 1) == fine.Add(5, 1));
  CHECK(fine.Value() == coarse.Value());
  CHECK(fine.Value() == Decimal(huge + 1, 0));
}

TEST_CASE("What is finer than 10^-30 is refused unless it ends in zeros", "[unit]") {
  ExactSum sum;
  CHECK_FALSE(sum.Add(1, 31));
  CHECK(sum.Add(10, 31));
  CHECK(sum.Add(PowerOfTen(36), 36));
  CHECK(sum.Value().ToString() == "1.000000000000000000000000000001");
}

TEST_CASE("A limit is reached at its value and not before, at every scale", "[unit]") {
  for (const int scale : {0, 1, 2, 3, 20, 30}) {
    INFO(scale);
    SumLimit limit(Decimal(125, 2));
    const Int128 unit = PowerOfTen(scale);
    // The integers on both sides of 1.25, or 1.25 itself.
    const Int128 at = scale < 2 ? (125 * unit + 99) / 100 : 125 * (unit / 100);
    CHECK(limit.IsReachedBy(ExactSum{at, scale}));
    CHECK(limit.IsReachedBy(ExactSum{-at, scale}));
    CHECK_FALSE(limit.IsReachedBy(ExactSum{at - 1, scale}));
    CHECK_FALSE(limit.IsReachedBy(ExactSum{1 - at, scale}));
  }
}

TEST_CASE("A limit that no sum of that scale can reach is not reached", "[unit]") {
  SumLimit limit(Decimal(PowerOfTen(17), 0));
  CHECK_FALSE(limit.IsReachedBy(ExactSum{PowerOfTen(38) - 1, 30}));
  CHECK_FALSE(limit.IsReachedBy(ExactSum{1 - PowerOfTen(38), 30}));
  CHECK(limit.IsReachedBy(ExactSum{PowerOfTen(17), 0}));
}

}  // namespace
}  // namespace mib::market
