// mibctl: the operator's door. Commands that change something are safe to repeat.

#include <fmt/format.h>

#include <iostream>
#include <string>
#include <vector>

#include "commands.h"
#include "mib/base/log.h"
#include "mib/base/status.h"

namespace {

using mib::mibctl::Arguments;
using mib::mibctl::Command;

constexpr int kUsageError = 2;

int ShowCommands(const std::vector<Command>& commands, std::ostream& out, int code) {
  out << "usage: mibctl COMMAND [OPTIONS]\n\n";
  for (const Command& command : commands) out << fmt::format("  {:<10} {}\n", command.name, command.summary);
  out << "\nmibctl COMMAND --help tells the options of a command.\n";
  return code;
}

int Run(const Command& command, const std::vector<std::string>& words) {
  for (const std::string& word : words) {
    if (word != "--help" && word != "-h") continue;
    std::cout << fmt::format("usage: mibctl {} [OPTIONS]\n{}\n\n{}", command.name, command.summary,
                             Usage(command.options));
    return 0;
  }
  const absl::StatusOr<Arguments> arguments = Arguments::Parse(words, command.options);
  if (!arguments.ok()) {
    std::cerr << fmt::format("mibctl {}: {}\n\n{}", command.name, mib::MessageOf(arguments.status()),
                             Usage(command.options));
    return kUsageError;
  }
  const absl::Status status = command.run(*arguments, std::cout);
  std::cout.flush();
  if (status.ok()) return 0;
  std::cerr << fmt::format("mibctl {}: {}\n", command.name, mib::MessageOf(status));
  return absl::IsInvalidArgument(status) ? kUsageError : 1;
}

}  // namespace

int main(int argc, char** argv) {
  mib::log::Init("mibctl", mib::log::Level::kWarning);
  std::ios::sync_with_stdio(false);
  const std::vector<std::string> words(argv + 1, argv + argc);
  const std::vector<Command> commands = {mib::mibctl::MigrateCommand(), mib::mibctl::TopicsCommand(),
                                         mib::mibctl::GenerateCommand()};
  if (words.empty()) return ShowCommands(commands, std::cerr, kUsageError);
  if (words[0] == "--help" || words[0] == "-h") return ShowCommands(commands, std::cout, 0);
  for (const Command& command : commands) {
    if (command.name == words[0]) return Run(command, {words.begin() + 1, words.end()});
  }
  std::cerr << fmt::format("mibctl: there is no command '{}'\n", words[0]);
  return ShowCommands(commands, std::cerr, kUsageError);
}
