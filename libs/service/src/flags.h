#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace mib::service {

struct Flags {
  enum class Action { kRun, kCheckConfig, kPrintConfig, kVersion, kHelp };
  Action action = Action::kRun;
  std::string config_file;
};

/// kInvalidArgument, with a sentence for the user, when the command line is wrong.
absl::StatusOr<Flags> ParseFlags(int argc, const char* const* argv);

std::string Usage(std::string_view name);

}  // namespace mib::service
