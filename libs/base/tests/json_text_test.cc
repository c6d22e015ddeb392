#include "mib/base/json_text.h"

#include <google/protobuf/util/json_util.h>
#include <google/protobuf/wrappers.pb.h>

#include <catch2/catch_test_macros.hpp>
#include <optional>
#include <random>

namespace mib {
namespace {

std::string Quoted(std::string_view text) {
  std::string out;
  AppendJsonString(text, &out);
  return out;
}

TEST_CASE("Quotes, backslashes and control characters are escaped", "[unit][json]") {
  CHECK(Quoted("a\"b\\c") == R"("a\"b\\c")");
  CHECK(Quoted("\n\r\t") == R"("\n\r\t")");
  CHECK(Quoted(std::string_view("\0\x01\x1f", 3)) == R"("\u0000\u0001\u001f")");
  CHECK(Quoted("\x7f") == "\"\x7f\"");
}

TEST_CASE("Well-formed UTF-8 passes unchanged", "[unit][json]") {
  for (const char* text : {"\u00e9", "\u20ac", "\U0001F600", "\xf4\x8f\xbf\xbf", "\xed\x9f\xbf", "\xee\x80\x80"}) {
    CHECK(Quoted(text) == '"' + std::string(text) + '"');
  }
}

TEST_CASE("Each byte that is not UTF-8 becomes the replacement character", "[unit][json]") {
  const std::string bad = "\xEF\xBF\xBD";
  CHECK(Quoted("a\xff"
               "b") == "\"a" + bad + "b\"");
  CHECK(Quoted("\xc0\xaf") == '"' + bad + bad + '"');                      // overlong "/"
  CHECK(Quoted("\xe0\x80\xaf") == '"' + bad + bad + bad + '"');            // overlong
  CHECK(Quoted("\xed\xa0\x80") == '"' + bad + bad + bad + '"');            // a surrogate
  CHECK(Quoted("\xf4\x90\x80\x80") == '"' + bad + bad + bad + bad + '"');  // above U+10FFFF
  CHECK(Quoted("\xe2\x82") == '"' + bad + bad + '"');                      // cut short
  CHECK(Quoted("\xe2\x82"
               "A") == '"' + bad + bad + "A\"");
}

// By protobuf's JSON parser, which refuses text that is not UTF-8.
std::optional<std::string> ReadBack(const std::string& json) {
  google::protobuf::StringValue value;
  if (!google::protobuf::util::JsonStringToMessage(json, &value).ok()) return std::nullopt;
  return value.value();
}

TEST_CASE("Another JSON parser reads back every ASCII text, and accepts any bytes at all", "[unit][json][property]") {
  std::mt19937 random(3);
  for (int i = 0; i < 500; ++i) {
    std::string ascii;
    std::string bytes;
    for (int length = 0; length < 40; ++length) {
      ascii += static_cast<char>(random() % 128);
      bytes += static_cast<char>(random() % 256);
    }
    CAPTURE(Quoted(bytes));
    CHECK(ReadBack(Quoted(ascii)) == ascii);
    CHECK(ReadBack(Quoted(bytes)).has_value());
  }
}

}  // namespace
}  // namespace mib
