#include "mib/market/interval.h"

#include <catch2/catch_test_macros.hpp>

#include "mib/base/time.h"

namespace mib::market {
namespace {

int64_t At(const char* text) { return ToNanos(*ParseTime(text)); }

TEST_CASE("Names and aliases of intervals are read", "[unit]") {
  for (int i = 0; i < kIntervalCount; ++i) {
    const auto interval = static_cast<Interval>(i);
    CHECK(ParseInterval(Name(interval)) == interval);
  }
  CHECK(ParseInterval("1m") == Interval::k1m);
  CHECK(ParseInterval("1M") == Interval::k1M);
  CHECK(ParseInterval("daily") == Interval::k1d);
  CHECK(ParseInterval("1Day") == Interval::k1d);
  CHECK(ParseInterval("1Hour") == Interval::k1h);
  CHECK(ParseInterval("15Min") == Interval::k15m);
  CHECK(ParseInterval("1D") == Interval::k1d);
  CHECK_FALSE(ParseInterval("2m"));
  CHECK_FALSE(ParseInterval(""));
}

TEST_CASE("A bar opens at the start of its interval in UTC", "[unit]") {
  const int64_t time = At("2024-02-29T23:59:59.999Z");
  CHECK(OpenTime(Interval::k1s, time) == At("2024-02-29T23:59:59Z"));
  CHECK(OpenTime(Interval::k1m, time) == At("2024-02-29T23:59:00Z"));
  CHECK(OpenTime(Interval::k5m, time) == At("2024-02-29T23:55:00Z"));
  CHECK(OpenTime(Interval::k15m, time) == At("2024-02-29T23:45:00Z"));
  CHECK(OpenTime(Interval::k1h, time) == At("2024-02-29T23:00:00Z"));
  CHECK(OpenTime(Interval::k4h, time) == At("2024-02-29T20:00:00Z"));
  CHECK(OpenTime(Interval::k1d, time) == At("2024-02-29T00:00:00Z"));
  CHECK(OpenTime(Interval::k1w, time) == At("2024-02-26T00:00:00Z"));  // a Monday
  CHECK(OpenTime(Interval::k1M, time) == At("2024-02-01T00:00:00Z"));
}

TEST_CASE("Months end where the calendar says and years roll over", "[unit]") {
  CHECK(NextOpenTime(Interval::k1M, At("2024-02-01")) == At("2024-03-01"));
  CHECK(NextOpenTime(Interval::k1M, At("2023-12-01")) == At("2024-01-01"));
  CHECK(NextOpenTime(Interval::k1w, At("2023-12-25")) == At("2024-01-01"));
}

TEST_CASE("Times before 1970 round down as well", "[unit]") {
  CHECK(OpenTime(Interval::k1m, -1) == -60'000'000'000);
  CHECK(OpenTime(Interval::k1w, -1) == At("1969-12-29T00:00:00Z"));
  CHECK(OpenTime(Interval::k1M, -1) == At("1969-12-01T00:00:00Z"));
}

}  // namespace
}  // namespace mib::market
