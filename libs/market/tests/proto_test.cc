#include "mib/market/proto.h"

#include <catch2/catch_test_macros.hpp>
#include <string>

namespace mib::market {
namespace {

TEST_CASE("Decimals survive the way through the contract", "[unit]") {
  for (const char* text :
       {"0", "-1", "1982638874.07685000005", "0.000000001", "9223372036854775807", "9223372036854775808",
        "-9223372036854775808", "-9223372036854775809", "18446744073709551616",
        "12345678901234567890123456789012345678", "-99999999999999999999999999999999999999"}) {
    const Decimal value = *Decimal::Parse(text);
    const absl::StatusOr<Decimal> back = FromProto(ToProto(value));
    REQUIRE(back.ok());
    CHECK(back->ToString() == value.ToString());
  }
}

TEST_CASE("A number of 64 bits leaves the high part empty", "[unit]") {
  CHECK(ToProto(Decimal(-5, 2)).unscaled_high() == 0);
  CHECK(ToProto(Decimal(-5, 2)).unscaled() == -5);
  CHECK(ToProto(Decimal(static_cast<Int128>(1) << 63, 0)).unscaled_high() == 1);
}

TEST_CASE("Decimals that cannot be are refused", "[unit]") {
  v1::Decimal value;
  value.set_scale(31);
  CHECK(FromProto(value).status().code() == absl::StatusCode::kInvalidArgument);
  value.set_scale(0);
  value.set_unscaled_high(INT64_MAX);
  CHECK(FromProto(value).status().code() == absl::StatusCode::kInvalidArgument);
  value.set_unscaled_high(INT64_MIN);
  value.set_unscaled(-1);
  CHECK(FromProto(value).status().code() == absl::StatusCode::kInvalidArgument);
}

TEST_CASE("Times keep their nanoseconds, before 1970 too", "[unit]") {
  for (const int64_t nanos : {int64_t{0}, int64_t{1'704'067'200'123'456'789}, int64_t{-1}}) {
    const google::protobuf::Timestamp timestamp = ToProto(absl::FromUnixNanos(nanos));
    CHECK(timestamp.nanos() >= 0);
    CHECK(absl::ToUnixNanos(FromProto(timestamp)) == nanos);
  }
}

}  // namespace
}  // namespace mib::market
