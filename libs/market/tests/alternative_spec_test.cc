#include "mib/market/alternative_spec.h"

#include <catch2/catch_test_macros.hpp>

#include "mib/base/status.h"

namespace mib::market {
namespace {

std::string Fault(std::string_view text) {
  const absl::StatusOr<AlternativeSpec> spec = ParseAlternativeSpec(text);
  REQUIRE_FALSE(spec.ok());
  CHECK(spec.status().code() == absl::StatusCode::kInvalidArgument);
  return MessageOf(spec.status());
}

TEST_CASE("Every kind of alternative bar has one spelling, which is read back", "[unit]") {
  for (const std::string name :
       {"tick:1", "tick:1000000000", "vol:0.000000000000000001", "vol:999999999999999999", "dollar:1000000",
        "range:0.5", "renko:10", "renko:wicks:0.01", "imbalance:tick:100", "imbalance:vol:500.25",
        "imbalance:dollar:250000", "imbalance:tick:ewma:1000:20:500", "imbalance:tick:ewma:1000000:1:1000000"}) {
    INFO(name);
    const absl::StatusOr<AlternativeSpec> spec = ParseAlternativeSpec(name);
    REQUIRE(spec.ok());
    CHECK(Name(*spec) == name);
    CHECK(*ParseAlternativeSpec(Name(*spec)) == *spec);
  }
}

TEST_CASE("A spec tells its kind and its numbers", "[unit]") {
  CHECK(*ParseAlternativeSpec("renko:wicks:2.5") ==
        AlternativeSpec{AlternativeKind::kWickedRenko, Decimal(25, 1), 0, 0});
  CHECK(*ParseAlternativeSpec("imbalance:tick:7") ==
        AlternativeSpec{AlternativeKind::kTickImbalance, Decimal(7, 0), 0, 0});
  CHECK(*ParseAlternativeSpec("imbalance:tick:ewma:7:8:9") ==
        AlternativeSpec{AlternativeKind::kEwmaImbalance, Decimal(7, 0), 8, 9});
}

TEST_CASE("Numbers of a spec are printed without exponents and trailing zeros", "[unit]") {
  CHECK(Name(*ParseAlternativeSpec("dollar:1e6")) == "dollar:1000000");
  CHECK(Name(*ParseAlternativeSpec("range:0.50")) == "range:0.5");
  CHECK(Name(*ParseAlternativeSpec("tick:100.0")) == "tick:100");
}

TEST_CASE("What is no alternative bar is answered with all that are", "[unit]") {
  for (const std::string_view text : {"", "1m", "volume:1000", "VOL:1000", "vol", "tick100", "imbalance:100", ":5"}) {
    INFO(text);
    CHECK(Fault(text) ==
          "interval must be one of tick:TRADES, vol:VOLUME, dollar:NOTIONAL, range:RANGE, renko:wicks:BRICK, "
          "renko:BRICK, imbalance:tick:ewma:TRADES:BARS:SPAN, imbalance:tick:TRADES, imbalance:vol:VOLUME, "
          "imbalance:dollar:NOTIONAL");
  }
}

TEST_CASE("A number that a spec cannot have is answered with its name, its limits and an example", "[unit]") {
  for (const std::string_view text :
       {"tick:0", "tick:-5", "tick:1.5", "tick:1000000001", "tick:", "tick:1:2", "tick:x"}) {
    INFO(text);
    CHECK(Fault(text) == "interval must be tick:TRADES with TRADES a whole number from 1 to 1000000000, e.g. tick:100");
  }
  for (const std::string_view text :
       {"vol:0", "vol:-1", "vol:", "vol:nan", "vol:1e18", "vol:1e-19", "vol:1e99", "vol:5:5", "vol: 5"}) {
    INFO(text);
    CHECK(Fault(text) ==
          "interval must be vol:VOLUME with VOLUME a number above 0 of at most 18 digits, e.g. vol:1000");
  }
  CHECK(Fault("renko:wicks") ==
        "interval must be renko:BRICK with BRICK a number above 0 of at most 18 digits, e.g. renko:10");
  CHECK(Fault("imbalance:tick:ewma:1000") ==
        "interval must be imbalance:tick:ewma:TRADES:BARS:SPAN with TRADES:BARS:SPAN three whole numbers, e.g. "
        "imbalance:tick:ewma:1000:20:1000");
  CHECK(Fault("imbalance:tick:ewma:1000:0:1000") ==
        "interval must be imbalance:tick:ewma:TRADES:BARS:SPAN with BARS a whole number from 1 to 1000000, e.g. "
        "imbalance:tick:ewma:1000:20:1000");
  CHECK(Fault("imbalance:tick:ewma:1000:20:1000001").find("with SPAN a whole number") != std::string::npos);
  CHECK(Fault("imbalance:tick:ewma:0:20:10").find("with TRADES a whole number") != std::string::npos);
}

}  // namespace
}  // namespace mib::market
