#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <sstream>

#include "commands.h"

namespace mib::mibctl {
namespace {

std::string Generate(const std::vector<std::string>& words) {
  const Command command = GenerateCommand();
  const auto arguments = Arguments::Parse(words, command.options);
  REQUIRE(arguments.ok());
  std::ostringstream out;
  REQUIRE(command.run(*arguments, out).ok());
  return out.str();
}

}  // namespace

TEST_CASE("The same seed gives the same trades, another seed others", "[unit][mibctl]") {
  const std::string trades = Generate({"--trades", "50", "--seed", "7"});
  CHECK(std::count(trades.begin(), trades.end(), '\n') == 51);
  CHECK(trades.starts_with("symbol,trade_id,time,price,size,side\n"));
  CHECK(Generate({"--trades", "50", "--seed", "7"}) == trades);
  CHECK(Generate({"--trades", "50", "--seed", "8"}) != trades);
}

TEST_CASE("Trades are of the symbols asked for", "[unit][mibctl]") {
  std::istringstream lines(Generate({"--trades", "100", "--symbols", "AAA,BBB"}));
  std::string line;
  std::getline(lines, line);
  while (std::getline(lines, line)) CHECK((line.starts_with("AAA,") || line.starts_with("BBB,")));
}

TEST_CASE("A symbol without a name is refused", "[unit][mibctl]") {
  const Command command = GenerateCommand();
  std::ostringstream out;
  CHECK(absl::IsInvalidArgument(
      command.run(*Arguments::Parse({"--trades", "1", "--symbols", "A,,B"}, command.options), out)));
}

}  // namespace mib::mibctl
