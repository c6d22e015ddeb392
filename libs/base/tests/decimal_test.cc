#include "mib/base/decimal.h"

#include <catch2/catch_test_macros.hpp>
#include <limits>
#include <string>

#include "mib/base/status.h"

namespace mib {
namespace {

Decimal D(std::string_view text) { return Decimal::Parse(text).value(); }

absl::StatusCode ParseError(std::string_view text) { return Decimal::Parse(text).status().code(); }

TEST_CASE("Text is read exactly and printed without exponent or trailing zeros", "[unit][decimal]") {
  CHECK(D("60719.27000000").ToString() == "60719.27");
  CHECK(D("-0.001").ToString() == "-0.001");
  CHECK(D("6.4e8").ToString() == "640000000");
  CHECK(D("1E-9").ToString() == "0.000000001");
  CHECK(D("12e+2").ToString() == "1200");
  CHECK(D("000.50").ToString() == "0.5");
  CHECK(D("-0").ToString() == "0");
  CHECK(D("0.000e5").ToString() == "0");
  CHECK(D("10000000000000.12345678901").ToString() == "10000000000000.12345678901");
}

TEST_CASE("The scale of parsed text is the smallest that holds the value", "[unit][decimal]") {
  CHECK(D("60719.27000000").scale() == 2);
  CHECK(D("1500").scale() == 0);
  CHECK(D("1.5e-3").scale() == 4);
}

TEST_CASE("What is not a plain decimal number is refused", "[unit][decimal]") {
  for (const char* text : {"",    "-",   "+1",  ".",         ".5", "5.",  "1.2.3", "1,000", " 1",  "1 ",    "0x10",
                           "NaN", "nan", "inf", "-Infinity", "1e", "1e+", "e5",    "1e5.0", "--1", "1_000", "1\n"}) {
    CAPTURE(text);
    CHECK(ParseError(text) == absl::StatusCode::kInvalidArgument);
  }
  CHECK(ParseError(std::string_view("1\0", 2)) == absl::StatusCode::kInvalidArgument);
  CHECK(ParseError(std::string(5000, '1')) == absl::StatusCode::kInvalidArgument);
}

TEST_CASE("Numbers beyond 38 digits or 30 decimals are refused, not rounded", "[unit][decimal]") {
  CHECK(D(std::string(38, '9')).ToString() == std::string(38, '9'));
  CHECK(ParseError(std::string(39, '9')) == absl::StatusCode::kOutOfRange);
  CHECK(ParseError("1e38") == absl::StatusCode::kOutOfRange);
  CHECK(ParseError("1e999999999999999999") == absl::StatusCode::kOutOfRange);
  CHECK(ParseError("1e-999999999999999999") == absl::StatusCode::kOutOfRange);
  CHECK(ParseError("1e-31") == absl::StatusCode::kOutOfRange);
  CHECK(D("1e37").ToString() == "1" + std::string(37, '0'));
  CHECK(D("1e-30").scale() == 30);
}

TEST_CASE("Zeros at either end do not use up digits", "[unit][decimal]") {
  CHECK(D(std::string(100, '0') + "7." + std::string(100, '0')).ToString() == "7");
  CHECK(D("0." + std::string(100, '0')).is_zero());
}

TEST_CASE("Equality and order are by value, whatever the scale", "[unit][decimal]") {
  CHECK(Decimal(150, 2) == Decimal(15, 1));
  CHECK(Decimal(0, 0) == Decimal(0, 30));
  CHECK(D("0.1") > D("0.09999999999999999999999"));
  CHECK(D("-0.1") < D("-0.09999999999999999999999"));
  CHECK(D("-0.5") < D("0.25"));
  CHECK(D(std::string(38, '9')) > D("0.000000000000000000000000000001"));
  CHECK(D("12345678901234567890123456789012345678") > D("12345678901234567890123456789012345677"));
  CHECK(D("1234567.5") < D("1234567.50000000000000000000001"));
}

TEST_CASE("Rescaling keeps the value or says which digits would be lost", "[unit][decimal]") {
  CHECK(D("1.5").Rescale(8)->unscaled() == 150000000);
  CHECK(Decimal(1500, 3).Rescale(1)->unscaled() == 15);
  const absl::Status lost = D("1.55").Rescale(1).status();
  CHECK(lost.code() == absl::StatusCode::kInvalidArgument);
  CHECK(MessageOf(lost) == "1.55 has digits beyond scale 1");
  CHECK(D("1e30").Rescale(9).status().code() == absl::StatusCode::kOutOfRange);
  CHECK(D("1").Rescale(31).status().code() == absl::StatusCode::kInvalidArgument);
  CHECK(D("1").Rescale(-1).status().code() == absl::StatusCode::kInvalidArgument);
}

TEST_CASE("Rounding is half to even on both sides of zero", "[unit][decimal]") {
  CHECK(D("0.5").Round(0)->ToString() == "0");
  CHECK(D("1.5").Round(0)->ToString() == "2");
  CHECK(D("2.5").Round(0)->ToString() == "2");
  CHECK(D("-2.5").Round(0)->ToString() == "-2");
  CHECK(D("-3.5").Round(0)->ToString() == "-4");
  CHECK(D("2.500000000000000001").Round(0)->ToString() == "3");
  CHECK(D("0.045").Round(2)->ToString() == "0.04");
  CHECK(D("1").Round(4)->scale() == 4);
}

TEST_CASE("A sum is exact even where aligning the operands needs more than 38 digits", "[unit][decimal]") {
  // 10^38 at scale 1 is 10^37 at scale 0.
  const Decimal a(PowerOfTen(38) - 5, 1);
  const Decimal b(5, 1);
  CHECK(Decimal::Add(a, b)->ToString() == "1" + std::string(37, '0'));
  CHECK(Decimal::Add(D(std::string(38, '9')), D("0.1")).status().code() == absl::StatusCode::kOutOfRange);
  CHECK(Decimal::Add(D(std::string(38, '9')), D("1")).status().code() == absl::StatusCode::kOutOfRange);
  // 17.5e36 aligned to scale 1 exceeds a signed 128-bit integer; the sum does not.
  CHECK(Decimal::Add(D("17500000000000000000000000000000000000"), D("-9000000000000000000000000000000000000.5"))
            ->ToString() == "8499999999999999999999999999999999999.5");
  CHECK(Decimal::Add(Decimal(PowerOfTen(37), 30), Decimal(1, 0))->ToString() == "10000001");
}

TEST_CASE("A product whose zeros bring it back into range is exact", "[unit][decimal]") {
  CHECK(Decimal::Multiply(D("0.000000000000000000000000000002"), D("5"))->ToString() ==
        "0.00000000000000000000000000001");
  CHECK(Decimal::Multiply(D("0.000000000000000000000000000002"), D("0.5"))->ToString() ==
        "0.000000000000000000000000000001");
  CHECK(Decimal::Multiply(D("0.000000000000000000000000000001"), D("0.1")).status().code() ==
        absl::StatusCode::kOutOfRange);
  CHECK(Decimal::Multiply(D("0"), D(std::string(38, '9')))->is_zero());
  CHECK(Decimal::Multiply(D("-1e20"), D("1e18")).status().code() == absl::StatusCode::kOutOfRange);
}

TEST_CASE("Quotients round half to even and never give a wrong digit", "[unit][decimal]") {
  CHECK(Decimal::Divide(D("1"), D("8"), 2)->ToString() == "0.12");
  CHECK(Decimal::Divide(D("3"), D("8"), 2)->ToString() == "0.38");
  CHECK(Decimal::Divide(D("-1"), D("3"), 5)->ToString() == "-0.33333");
  CHECK(Decimal::Divide(D(std::string(38, '9')), D(std::string(38, '9')), 30)->ToString() == "1");
  CHECK(Decimal::Divide(D("1e-30"), D("1e37"), 30)->ToString() == "0");
  CHECK(Decimal::Divide(D("1e37"), D("1e-30"), 30).status().code() == absl::StatusCode::kOutOfRange);
  CHECK(Decimal::Divide(D("1"), D("0"), 2).status().code() == absl::StatusCode::kInvalidArgument);
  CHECK(Decimal::Divide(D("1"), D("2"), 31).status().code() == absl::StatusCode::kInvalidArgument);
}

TEST_CASE("The double of a decimal is the nearest one", "[unit][decimal]") {
  CHECK(D("0.1").ToDouble() == 0.1);
  CHECK(D("-60719.27").ToDouble() == -60719.27);
  CHECK(D("9007199254740993").ToDouble() == 9007199254740992.0);
  CHECK(D("9007199254740993.000000000000000000001").ToDouble() == 9007199254740994.0);
  CHECK(D("0.000000000000000000000000000001").ToDouble() == 1e-30);
}

TEST_CASE("The smallest 128-bit integer neither wraps nor crashes", "[unit][decimal]") {
  const Decimal smallest(std::numeric_limits<Int128>::min(), 0);
  CHECK(smallest.ToString() == "-170141183460469231731687303715884105728");
  CHECK(Decimal::Subtract(D("1"), smallest).status().code() == absl::StatusCode::kOutOfRange);
  CHECK(Decimal::Multiply(smallest, D("-1")).status().code() == absl::StatusCode::kOutOfRange);
  CHECK(smallest < D("0"));
}

}  // namespace
}  // namespace mib
