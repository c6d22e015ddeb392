#include "arguments.h"

#include <catch2/catch_test_macros.hpp>

#include "mib/base/status.h"

namespace mib::mibctl {
namespace {

const std::vector<OptionSpec> kSpecs = {
    {"dsn", "DSN", "where", true}, {"count", "N", "how many"}, {"dry-run", "", "only look"}};

std::string FaultOf(const std::vector<std::string>& words) {
  return MessageOf(Arguments::Parse(words, kSpecs).status());
}

}  // namespace

TEST_CASE("Options are given with a space or an equals sign", "[unit][mibctl]") {
  const auto arguments = Arguments::Parse({"--dsn=host=a user=b", "--count", "3", "--dry-run"}, kSpecs);
  REQUIRE(arguments.ok());
  CHECK(arguments->Text("dsn") == "host=a user=b");
  CHECK(*arguments->Number("count", 1, 0, 10) == 3);
  CHECK(arguments->Has("dry-run"));
}

TEST_CASE("Options that are not given have their fallback", "[unit][mibctl]") {
  const auto arguments = Arguments::Parse({"--dsn", "x"}, kSpecs);
  REQUIRE(arguments.ok());
  CHECK(*arguments->Number("count", 7, 0, 10) == 7);
  CHECK(arguments->Text("absent", "y") == "y");
  CHECK_FALSE(arguments->Has("dry-run"));
}

TEST_CASE("What is wrong with the words is said", "[unit][mibctl]") {
  CHECK(FaultOf({}) == "--dsn is missing");
  CHECK(FaultOf({"--dsn"}) == "--dsn needs a value");
  CHECK(FaultOf({"--dsn", "x", "--no-such"}) == "there is no option --no-such");
  CHECK(FaultOf({"--dsn", "x", "stray"}) == "unexpected 'stray'");
  CHECK(FaultOf({"--dsn", "x", "--dry-run=yes"}) == "--dry-run takes no value");
}

TEST_CASE("A number is whole and within its bounds", "[unit][mibctl]") {
  for (const char* text : {"", "x", "1x", "11", "-1", "99999999999999999999"}) {
    const auto arguments = Arguments::Parse({"--dsn", "x", "--count", text}, kSpecs);
    INFO(text);
    CHECK(absl::IsInvalidArgument(arguments->Number("count", 1, 0, 10).status()));
  }
}

}  // namespace mib::mibctl
