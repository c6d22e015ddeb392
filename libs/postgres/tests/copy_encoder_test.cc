#include "copy_encoder.h"

#include <catch2/catch_test_macros.hpp>

namespace mib::postgres {
namespace {

using namespace std::string_literals;

std::string Encode(const Value& value) {
  std::string out;
  AppendCopyRow(std::vector<Value>{value}, &out);
  REQUIRE(out.substr(0, 2) == "\0\1"s);  // one field
  return out.substr(2);
}

// A NUMERIC field as the manual's source (numeric_send) writes it: digits, weight, sign, display scale, base-10000
// digits.
std::string Numeric(std::initializer_list<int> words) {
  std::string out = "\0\0\0"s + static_cast<char>(2 * words.size());
  for (const int word : words) {
    out += static_cast<char>((word >> 8) & 0xff);
    out += static_cast<char>(word & 0xff);
  }
  return out;
}

Decimal Parsed(std::string_view text) { return *Decimal::Parse(text); }

}  // namespace

TEST_CASE("The COPY header is the signature, no flags and no extension", "[unit][postgres]") {
  std::string out;
  AppendCopyHeader(&out);
  CHECK(out == "PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0"s);
  out.clear();
  AppendCopyTrailer(&out);
  CHECK(out == "\xff\xff"s);
}

TEST_CASE("Simple values are a length and big-endian bytes", "[unit][postgres]") {
  CHECK(Encode(nullptr) == "\xff\xff\xff\xff"s);
  CHECK(Encode(true) == "\0\0\0\1\1"s);
  CHECK(Encode(int32_t{-2}) == "\0\0\0\4\xff\xff\xff\xfe"s);
  CHECK(Encode(int64_t{258}) == "\0\0\0\x8\0\0\0\0\0\0\1\2"s);
  CHECK(Encode(1.0) == "\0\0\0\x8\x3f\xf0\0\0\0\0\0\0"s);
  CHECK(Encode(std::string("ab")) == "\0\0\0\2ab"s);
  CHECK(Encode(Bytes{"\0\xff"s}) == "\0\0\0\2\0\xff"s);
}

TEST_CASE("Times count microseconds from the year 2000, infinities are the ends of the range", "[unit][postgres]") {
  CHECK(Encode(absl::FromUnixSeconds(946'684'800) + absl::Microseconds(1)) == "\0\0\0\x8\0\0\0\0\0\0\0\1"s);
  CHECK(Encode(absl::FromUnixSeconds(946'684'800) - absl::Nanoseconds(1)) ==
        "\0\0\0\x8\xff\xff\xff\xff\xff\xff\xff\xff"s);
  CHECK(Encode(absl::InfiniteFuture()) == "\0\0\0\x8\x7f\xff\xff\xff\xff\xff\xff\xff"s);
  CHECK(Encode(absl::InfinitePast()) == "\0\0\0\x8\x80\0\0\0\0\0\0\0"s);
}

TEST_CASE("Decimals become groups of four digits around the decimal point", "[unit][postgres]") {
  CHECK(Encode(Decimal(0, 0)) == Numeric({0, 0, 0, 0}));
  CHECK(Encode(Decimal(0, 5)) == Numeric({0, 0, 0, 5}));
  CHECK(Encode(Decimal(1, 0)) == Numeric({1, 0, 0, 0, 1}));
  CHECK(Encode(Decimal(12345, 0)) == Numeric({2, 1, 0, 0, 1, 2345}));
  CHECK(Encode(Decimal(-125, 1)) == Numeric({2, 0, 0x4000, 1, 12, 5000}));
  CHECK(Encode(Decimal(1, 9)) == Numeric({1, -3, 0, 9, 1000}));
  CHECK(Encode(Decimal(10'000, 0)) == Numeric({1, 1, 0, 0, 1}));
  CHECK(Encode(Parsed("1982638874.07685000005")) == Numeric({6, 2, 0, 11, 19, 8263, 8874, 768, 5000, 50}));
}

TEST_CASE("Arrays of text carry their dimension, element type and elements", "[unit][postgres]") {
  CHECK(Encode(std::vector<std::string>{}) == "\0\0\0\x0c\0\0\0\0\0\0\0\0\0\0\0\x19"s);
  CHECK(Encode(std::vector<std::string>{"a"}) ==
        "\0\0\0\x19\0\0\0\1\0\0\0\0\0\0\0\x19\0\0\0\1\0\0\0\1\0\0\0\1"
        "a"s);
}

}  // namespace mib::postgres
