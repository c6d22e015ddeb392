#include "mib/service/service.h"

#include <google/protobuf/message.h>

#include <iostream>

#include "flags.h"
#include "fmt/format.h"
#include "lifecycle.h"
#include "mib/base/log.h"
#include "mib/base/status.h"
#include "mib/config/config.h"

namespace mib::service {
namespace {

constexpr int kCannotStart = 1;
constexpr int kWrongUse = 2;

int Refuse(std::string_view name, std::string_view reason, int status) {
  std::cerr << fmt::format("{}: cannot start: {}\n", name, reason) << std::flush;
  return status;
}

// The contract's field `runtime`; a configuration without one is a mistake in the program.
const config::v1::Runtime& RuntimeOf(const google::protobuf::Message& config) {
  const auto* field = config.GetDescriptor()->FindFieldByName("runtime");
  return dynamic_cast<const config::v1::Runtime&>(config.GetReflection()->GetMessage(config, field));
}

absl::Status LoadConfig(const std::string& file, google::protobuf::Message* config, log::Level* level) {
  RETURN_IF_ERROR(config::LoadFile(file, config));
  const std::string& name = RuntimeOf(*config).log_level();
  if (log::ParseLevel(name, level)) return absl::OkStatus();
  return absl::InvalidArgumentError(
      fmt::format("{}: runtime.log_level is '{}', not one of debug, info, warning, error, critical", file, name));
}

}  // namespace

int Run(int argc, char** argv, std::string_view name, google::protobuf::Message* config, const Factory& factory) {
  const absl::StatusOr<Flags> flags = ParseFlags(argc, argv);
  if (!flags.ok()) {
    std::cerr << fmt::format("{}: {}\n{}", name, MessageOf(flags.status()), Usage(name));
    return kWrongUse;
  }
  if (flags->action == Flags::Action::kHelp) {
    std::cout << Usage(name);
    return 0;
  }
  if (flags->action == Flags::Action::kVersion) {
    std::cout << name << ' ' << MIB_VERSION << '\n';
    return 0;
  }

  log::Level level = log::Level::kInfo;
  const absl::Status loaded = LoadConfig(flags->config_file, config, &level);
  if (!loaded.ok()) return Refuse(name, MessageOf(loaded), kWrongUse);
  if (flags->action == Flags::Action::kCheckConfig) {
    std::cout << flags->config_file << ": ok\n";
    return 0;
  }
  if (flags->action == Flags::Action::kPrintConfig) {
    std::cout << config::Dump(*config);
    return 0;
  }

  log::Init(name, level);
  LifecycleOptions options;
  options.name = name;
  options.version = MIB_VERSION;
  options.runtime = RuntimeOf(*config);
  const absl::Status ran = RunLifecycle(options, factory);
  if (ran.ok()) return 0;
  log::Critical("cannot start", {{"reason", ToString(ran)}});
  return Refuse(name, MessageOf(ran), kCannotStart);
}

}  // namespace mib::service
