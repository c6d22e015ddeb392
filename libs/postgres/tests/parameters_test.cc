#include "parameters.h"

#include <catch2/catch_test_macros.hpp>
#include <limits>

#include "mib/base/status.h"

namespace mib::postgres {
namespace {

// The one parameter as the server gets it.
std::string Sent(const Value& value, int format = 0) {
  const std::vector<Value> values = {value};
  const absl::StatusOr<Parameters> encoded = Parameters::Encode(values);
  REQUIRE(encoded.ok());
  REQUIRE(encoded->size() == 1);
  CHECK(encoded->formats()[0] == format);
  return {encoded->pointers()[0], static_cast<size_t>(encoded->lengths()[0])};
}

}  // namespace

TEST_CASE("Parameters are text that PostgreSQL reads back as the same value", "[unit][postgres]") {
  CHECK(Sent(true) == "t");
  CHECK(Sent(int32_t{-7}) == "-7");
  CHECK(Sent(std::numeric_limits<int64_t>::min()) == "-9223372036854775808");
  CHECK(Sent(0.1) == "0.1");
  CHECK(Sent(1e300) == "1e+300");
  CHECK(Sent(Decimal(-1, 9)) == "-0.000000001");
  CHECK(Sent(std::string("plain")) == "plain");
  CHECK(Sent(absl::FromUnixMicros(1'705'312'800'123'456)) == "2024-01-15 10:00:00.123456+00");
  CHECK(Sent(std::vector<std::string>{"a", "b\"c\\d", ""}) == R"({"a","b\"c\\d",""})");
}

TEST_CASE("Bytes travel in binary, NULL as no pointer", "[unit][postgres]") {
  CHECK(Sent(Bytes{std::string("\0\xff", 2)}, /*format=*/1) == std::string("\0\xff", 2));
  const std::vector<Value> values = {nullptr};
  CHECK(Parameters::Encode(values)->pointers()[0] == nullptr);
}

TEST_CASE("Text with a NUL byte is refused, not cut", "[unit][postgres]") {
  const std::vector<Value> values = {1, std::string("a\0b", 3)};
  const absl::Status status = Parameters::Encode(values).status();
  CHECK(absl::IsInvalidArgument(status));
  CHECK(MessageOf(status) == "postgres: parameter $2 has a NUL byte");
}

}  // namespace mib::postgres
