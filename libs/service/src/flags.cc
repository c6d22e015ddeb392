#include "flags.h"

#include <map>

#include "fmt/format.h"

namespace mib::service {

absl::StatusOr<Flags> ParseFlags(int argc, const char* const* argv) {
  static const auto* const actions = new std::map<std::string_view, Flags::Action>{
      {"--check-config", Flags::Action::kCheckConfig},
      {"--print-config", Flags::Action::kPrintConfig},
      {"--version", Flags::Action::kVersion},
      {"--help", Flags::Action::kHelp},
  };
  constexpr std::string_view kConfigIs = "--config=";
  Flags flags;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (const auto action = actions->find(argument); action != actions->end()) {
      flags.action = action->second;
    } else if (argument == "--config" && i + 1 < argc) {
      flags.config_file = argv[++i];
    } else if (argument.substr(0, kConfigIs.size()) == kConfigIs) {
      flags.config_file = argument.substr(kConfigIs.size());
    } else if (argument == "--config") {
      return absl::InvalidArgumentError("--config needs a file");
    } else {
      return absl::InvalidArgumentError(fmt::format("'{}' is not an option", argument));
    }
  }
  const bool needs_config = flags.action != Flags::Action::kVersion && flags.action != Flags::Action::kHelp;
  if (needs_config && flags.config_file.empty()) return absl::InvalidArgumentError("--config FILE is missing");
  return flags;
}

std::string Usage(std::string_view name) {
  return fmt::format(
      "usage: {} --config FILE [--check-config | --print-config]\n"
      "       {} --version | --help\n"
      "  --config FILE    the configuration, in YAML; MIB_<PATH> in the environment overrides single values\n"
      "  --check-config   say what is wrong with the configuration and end\n"
      "  --print-config   print the configuration with defaults and overrides, secrets as ***, and end\n",
      name, name);
}

}  // namespace mib::service
