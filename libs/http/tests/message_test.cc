#include "mib/http/message.h"

#include <catch2/catch_test_macros.hpp>

namespace mib::http {
namespace {

TEST_CASE("Header names compare without regard to case", "[unit][http]") {
  const Headers headers = {{"Content-Type", "text/csv"}, {"content-type", "second"}, {"X-A", "1"}};
  CHECK(Find(headers, "CONTENT-TYPE") == "text/csv");
  CHECK(headers.count("Content-type") == 2);
  CHECK(Find(headers, "Content").empty());
}

TEST_CASE("Percent-decoding gives back every byte and refuses broken escapes", "[unit][http]") {
  std::string out;
  CHECK(UrlDecode("BTC%2FUSD%00%ff", false, &out));
  CHECK(out == std::string("BTC/USD\0\xff", 9));
  CHECK(UrlDecode("a+b", false, &out));
  CHECK(out == "a+b");
  CHECK(UrlDecode("a+b%2B", true, &out));
  CHECK(out == "a b+");
  for (const char* broken : {"%", "%4", "a%4", "%zz", "%4g", "%%41"}) {
    INFO(broken);
    CHECK_FALSE(UrlDecode(broken, true, &out));
  }
}

TEST_CASE("Decoding undoes encoding for every byte", "[unit][http]") {
  std::string all;
  for (int c = 0; c < 256; ++c) all.push_back(static_cast<char>(c));
  std::string back;
  REQUIRE(UrlDecode(UrlEncode(all), true, &back));
  CHECK(back == all);
  CHECK(UrlEncode("a b&c=d/~") == "a%20b%26c%3Dd%2F~");
}

TEST_CASE("A target comes apart into a path and ordered, repeated parameters", "[unit][http]") {
  Target target;
  REQUIRE(ParseTarget("/bars/BTC%2FUSD?symbols=A&symbols=B%26C&empty=&flag&a=b=c", &target));
  CHECK(target.path == "/bars/BTC/USD");
  using Pair = std::pair<std::string, std::string>;
  CHECK(target.query ==
        std::vector<Pair>{{"symbols", "A"}, {"symbols", "B&C"}, {"empty", ""}, {"flag", ""}, {"a", "b=c"}});
}

TEST_CASE("Targets in absolute form, with fragments and with stray ampersands are understood", "[unit][http]") {
  Target target;
  REQUIRE(ParseTarget("http://host:8000/path?a=1&&b=2&#end", &target));
  CHECK(target.path == "/path");
  CHECK(target.query.size() == 2);
  REQUIRE(ParseTarget("http://host", &target));
  CHECK(target.path == "/");
  REQUIRE(ParseTarget("*", &target));
  CHECK(target.path == "*");
  CHECK(target.query.empty());
  CHECK_FALSE(ParseTarget("/%zz", &target));
  CHECK_FALSE(ParseTarget("/?a=%", &target));
}

}  // namespace
}  // namespace mib::http
