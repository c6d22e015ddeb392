#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "arguments.h"
#include "mib/kafka/topics.h"

namespace mib::mibctl {

/// One subcommand. Results go to `out`; what went wrong is the status.
struct Command {
  std::string name;
  std::string summary;
  std::vector<OptionSpec> options;
  absl::Status (*run)(const Arguments& arguments, std::ostream& out);
};

/// Applies the migrations of a folder to a schema.
Command MigrateCommand();
/// Creates the topics of the contracts, or lists them.
Command TopicsCommand();
/// Prints generated trades.
Command GenerateCommand();

/// The topics as a JSON array, one object per line.
std::string TopicsToJson(const std::vector<kafka::TopicContract>& topics);

}  // namespace mib::mibctl
