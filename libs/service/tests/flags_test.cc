#include "flags.h"

#include <catch2/catch_test_macros.hpp>
#include <vector>

#include "mib/base/status.h"

namespace mib::service {
namespace {

absl::StatusOr<Flags> Parse(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "auth");
  return ParseFlags(static_cast<int>(arguments.size()), arguments.data());
}

TEST_CASE("The configuration may be given with a space or an equals sign", "[unit][service]") {
  CHECK(Parse({"--config", "a.yaml"})->config_file == "a.yaml");
  CHECK(Parse({"--config=a.yaml"})->config_file == "a.yaml");
  CHECK(Parse({"--config", "a.yaml"})->action == Flags::Action::kRun);
}

TEST_CASE("What to do with the configuration may come before or after it", "[unit][service]") {
  CHECK(Parse({"--check-config", "--config", "a"})->action == Flags::Action::kCheckConfig);
  CHECK(Parse({"--config", "a", "--print-config"})->action == Flags::Action::kPrintConfig);
}

TEST_CASE("Version and help need no configuration", "[unit][service]") {
  CHECK(Parse({"--version"})->action == Flags::Action::kVersion);
  CHECK(Parse({"--help"})->action == Flags::Action::kHelp);
}

TEST_CASE("A wrong command line is refused with the reason", "[unit][service]") {
  CHECK(MessageOf(Parse({}).status()) == "--config FILE is missing");
  CHECK(MessageOf(Parse({"--check-config"}).status()) == "--config FILE is missing");
  CHECK(MessageOf(Parse({"--config"}).status()) == "--config needs a file");
  CHECK(MessageOf(Parse({"--config="}).status()) == "--config FILE is missing");
  CHECK(MessageOf(Parse({"--verbose"}).status()) == "'--verbose' is not an option");
  CHECK(MessageOf(Parse({"a.yaml"}).status()) == "'a.yaml' is not an option");
}

}  // namespace
}  // namespace mib::service
