#include "mib/base/time.h"

#include <catch2/catch_test_macros.hpp>
#include <limits>

#include "simulated_clock.h"

namespace mib {
namespace {

// 2024-01-15T10:00:00Z, from `date -u -d 2024-01-15T10:00:00Z +%s`.
constexpr int64_t kTenOClock = 1705312800;

int64_t Nanos(std::string_view text) { return ToNanos(mib::ParseTime(text).value()); }

TEST_CASE("RFC 3339 times are read to the nanosecond", "[unit][time]") {
  CHECK(Nanos("2024-01-15T10:00:00Z") == kTenOClock * 1'000'000'000);
  CHECK(Nanos("2024-01-15T10:00:00.5Z") == kTenOClock * 1'000'000'000 + 500'000'000);
  CHECK(Nanos("2024-01-15t10:00:00.123456789z") == kTenOClock * 1'000'000'000 + 123'456'789);
  CHECK(Nanos("2024-01-15 10:00:00Z") == kTenOClock * 1'000'000'000);
  CHECK(Nanos("1969-12-31T23:59:59.999999999Z") == -1);
}

TEST_CASE("Offsets are taken off", "[unit][time]") {
  CHECK(Nanos("2024-01-15T12:00:00+02:00") == Nanos("2024-01-15T10:00:00Z"));
  CHECK(Nanos("2024-01-15T04:30:00-05:30") == Nanos("2024-01-15T10:00:00Z"));
  CHECK(Nanos("2024-01-01T00:30:00+01:00") == Nanos("2023-12-31T23:30:00Z"));
}

TEST_CASE("A leap second is the second after it", "[unit][time]") {
  CHECK(Nanos("2016-12-31T23:59:60Z") == Nanos("2017-01-01T00:00:00Z"));
}

TEST_CASE("A date is midnight UTC", "[unit][time]") { CHECK(Nanos("2024-02-29") == Nanos("2024-02-29T00:00:00Z")); }

TEST_CASE("The unit of Unix time is told by its length", "[unit][time]") {
  CHECK(Nanos("1705312800") == kTenOClock * 1'000'000'000);
  CHECK(Nanos("1705312800123") == kTenOClock * 1'000'000'000 + 123'000'000);
  CHECK(Nanos("1705312800123456") == kTenOClock * 1'000'000'000 + 123'456'000);
  CHECK(Nanos("1705312800123456789") == kTenOClock * 1'000'000'000 + 123'456'789);
}

TEST_CASE("What is not a time is refused", "[unit][time]") {
  for (const char* text : {"",
                           "now",
                           "2024",
                           "2024-1-15",
                           "2024-13-01",
                           "2023-02-29",
                           "2024-01-15T",
                           "2024-01-15T10:00",
                           "2024-01-15T10:00:00",
                           "2024-01-15T24:00:00Z",
                           "2024-01-15T10:60:00Z",
                           "2024-01-15T10:00:61Z",
                           "2024-01-15T10:00:00.Z",
                           "2024-01-15T10:00:00.1234567890Z",
                           "2024-01-15T10:00:00+2:00",
                           "2024-01-15T10:00:00+0200",
                           "2024-01-15T10:00:00 02:00",
                           "2024-01-15T10:00:00Zjunk",
                           "2024-01--5",
                           "-705312800",
                           "17053128001",
                           "170531280x",
                           "99999999999999999999",
                           "9999999999999999999"}) {
    CAPTURE(text);
    CHECK(mib::ParseTime(text).status().code() == absl::StatusCode::kInvalidArgument);
  }
}

TEST_CASE("Times beyond 64 bits of nanoseconds are refused", "[unit][time]") {
  CHECK(mib::ParseTime("2262-04-12T00:00:00Z").status().code() == absl::StatusCode::kOutOfRange);
  CHECK(mib::ParseTime("1600-01-01").status().code() == absl::StatusCode::kOutOfRange);
  CHECK(mib::ParseTime("2262-04-11T23:47:16.854775807Z").ok());
}

TEST_CASE("A time is printed with as many digits as it needs", "[unit][time]") {
  const int64_t base = kTenOClock * 1'000'000'000;
  CHECK(mib::FormatTime(FromNanos(base)) == "2024-01-15T10:00:00Z");
  CHECK(mib::FormatTime(FromNanos(base + 500'000'000)) == "2024-01-15T10:00:00.500Z");
  CHECK(mib::FormatTime(FromNanos(base + 1'000)) == "2024-01-15T10:00:00.000001Z");
  CHECK(mib::FormatTime(FromNanos(base + 1)) == "2024-01-15T10:00:00.000000001Z");
  CHECK(mib::FormatTime(FromNanos(-1)) == "1969-12-31T23:59:59.999999999Z");
}

TEST_CASE("Reading what was printed gives the same time", "[unit][time]") {
  for (const int64_t nanos : {int64_t{0}, int64_t{-1}, int64_t{1705312800123456789},
                              std::numeric_limits<int64_t>::max(), std::numeric_limits<int64_t>::min()}) {
    CHECK(Nanos(mib::FormatTime(FromNanos(nanos))) == nanos);
  }
}

TEST_CASE("A simulated clock moves only when told, and by sleeping", "[unit][time]") {
  SimulatedClock clock(FromNanos(0));
  CHECK(clock.Now() == FromNanos(0));
  clock.Advance(absl::Seconds(2));
  clock.Sleep(absl::Seconds(3));
  CHECK(clock.Now() == FromNanos(5'000'000'000));
}

}  // namespace
}  // namespace mib
