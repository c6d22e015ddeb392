#include "closes.h"

#include <catch2/catch_test_macros.hpp>

namespace mib::notification {
namespace {

TEST_CASE("A bar that is not newer than the last is refused", "[unit][closes]") {
  Closes closes;
  CHECK(closes.Push(10, Decimal(1, 0)));
  CHECK_FALSE(closes.Push(10, Decimal(2, 0)));
  CHECK_FALSE(closes.Push(9, Decimal(2, 0)));
  CHECK(closes.size() == 1);
  CHECK(closes.prices().back() == Decimal(1, 0));
}

TEST_CASE("The newest closes stay, in order, however many came", "[unit][closes]") {
  Closes closes;
  const int64_t count = 5 * static_cast<int64_t>(Closes::kCapacity) + 7;
  for (int64_t i = 0; i < count; ++i) {
    REQUIRE(closes.Push(i, Decimal(i, 2)));
    REQUIRE(closes.size() == std::min<size_t>(static_cast<size_t>(i) + 1, Closes::kCapacity));
    REQUIRE(closes.open_times().back() == i);
    REQUIRE(closes.open_times().front() == std::max<int64_t>(0, i + 1 - static_cast<int64_t>(Closes::kCapacity)));
  }
  for (size_t i = 1; i < closes.size(); ++i) REQUIRE(closes.open_times()[i] == closes.open_times()[i - 1] + 1);
  CHECK(closes.prices().back() == Decimal(count - 1, 2));
  CHECK(closes.values().back() == static_cast<double>(count - 1) / 100);
}

}  // namespace
}  // namespace mib::notification
