#include "text_format.h"

#include <catch2/catch_test_macros.hpp>

namespace mib::postgres {

TEST_CASE("Times are read from timestamptz, timestamp and date", "[unit][postgres]") {
  CHECK(*TimeFromText("2024-01-15 10:00:00+00") == absl::FromUnixSeconds(1'705'312'800));
  CHECK(*TimeFromText("2024-01-15 10:00:00.5") == absl::FromUnixMillis(1'705'312'800'500));
  CHECK(*TimeFromText("1969-12-31 23:59:59.999999+00") == absl::FromUnixMicros(-1));
  CHECK(*TimeFromText("2024-01-15") == absl::FromUnixSeconds(1'705'276'800));
  CHECK(*TimeFromText("infinity") == absl::InfiniteFuture());
  CHECK(*TimeFromText("-infinity") == absl::InfinitePast());
}

TEST_CASE("A time that is not UTC or not whole is refused", "[unit][postgres]") {
  for (const char* text : {"", "2024", "2024-01-15 10:00:00+01", "2024-01-15 10:00", "2024-01-15 10:00:00.",
                           "2024-01-15x", "0044-03-15 BC"}) {
    INFO(text);
    CHECK(TimeFromText(text).status().code() == absl::StatusCode::kInternal);
  }
}

TEST_CASE("Times survive the way to text and back", "[unit][postgres]") {
  for (const int64_t micros :
       {int64_t{0}, int64_t{-1}, int64_t{1'705'312'800'123'456}, int64_t{253'402'300'799'999'999}}) {
    CHECK(*TimeFromText(TimeToText(absl::FromUnixMicros(micros))) == absl::FromUnixMicros(micros));
  }
}

TEST_CASE("Arrays survive quotes, commas, braces and backslashes", "[unit][postgres]") {
  const std::vector<std::string> hostile = {"", "a,b", "{x}", "\"q\"", "back\\slash", "NULL", " space "};
  CHECK(*ArrayFromText(ArrayToText(hostile)) == hostile);
  CHECK(*ArrayFromText("{}") == std::vector<std::string>{});
  CHECK(*ArrayFromText("{a,NULL,\"NULL\"}") == std::vector<std::string>{"a", "", "NULL"});
}

TEST_CASE("What is no one-dimensional array is refused", "[unit][postgres]") {
  for (const char* text : {"", "a", "{", "{\"a}", "{a", "{{a},{b}}", "{a}b", "{\"a\\"}) {
    INFO(text);
    CHECK(ArrayFromText(text).status().code() == absl::StatusCode::kInternal);
  }
}

TEST_CASE("Bytea is read from hex", "[unit][postgres]") {
  CHECK(*BytesFromHex("\\x") == "");
  CHECK(*BytesFromHex("\\x00ff0a") == std::string("\0\xff\n", 3));
  CHECK_FALSE(BytesFromHex("\\x0").ok());
  CHECK_FALSE(BytesFromHex("\\xzz").ok());
  CHECK_FALSE(BytesFromHex("00ff").ok());
}

TEST_CASE("Identifiers are quoted so that none can end its quotes", "[unit][postgres]") {
  CHECK(QuoteIdentifier("bars") == "\"bars\"");
  CHECK(QuoteIdentifier("a\"; DROP TABLE x; --") == "\"a\"\"; DROP TABLE x; --\"");
  CHECK(QuoteTable("core_engine.bars") == "\"core_engine\".\"bars\"");
  CHECK(QuoteTable("bars") == "\"bars\"");
}

}  // namespace mib::postgres
