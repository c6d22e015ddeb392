#include "options.h"

#include <catch2/catch_test_macros.hpp>

#include "mib/base/status.h"

namespace mib::venue {
namespace {

TEST_CASE("Options are read from the command line", "[unit][replay_venue]") {
  const auto options = ParseOptions({"--listen", "127.0.0.1:0", "--data", "/d", "--symbols", "A,B", "--seed", "7",
                                     "--generate-trades", "10", "--rate", "2.5", "--speed", "20", "--start-now"});
  REQUIRE(options.ok());
  CHECK(options->listen == "127.0.0.1:0");
  CHECK(options->data == "/d");
  CHECK(options->symbols == std::vector<std::string>{"A", "B"});
  CHECK(options->seed == 7);
  CHECK(options->generate_trades == 10);
  CHECK(options->rate == 2.5);
  CHECK(options->speed == 20);
  CHECK(options->start_now);
  CHECK_FALSE(options->help);
}

TEST_CASE("A wrong option is named", "[unit][replay_venue]") {
  const std::vector<std::pair<std::vector<std::string_view>, std::string>> wrong = {
      {{"--nonsense", "1"}, "--nonsense"}, {{"--seed"}, "--seed"},
      {{"--seed", "x"}, "--seed"},         {{"--rate", "0"}, "--rate"},
      {{"--rate", "-1"}, "--rate"},        {{"--generate-trades", "1x"}, "--generate-trades"}};
  for (const auto& [arguments, name] : wrong) {
    const auto options = ParseOptions(arguments);
    INFO(name);
    CHECK(absl::IsInvalidArgument(options.status()));
    CHECK(MessageOf(options.status()).find(name) != std::string::npos);
    CHECK(Usage().find(name == "--nonsense" ? "--help" : name) != std::string_view::npos);
  }
}

}  // namespace
}  // namespace mib::venue
