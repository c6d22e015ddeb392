#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace mib::postgres {

/// What the server says of a failure; each may be empty.
struct ServerError {
  /// Five characters (PostgreSQL manual, appendix A).
  std::string sqlstate = {};
  std::string message = {};
  std::string table = {};
  std::string column = {};
  std::string constraint = {};
};

/// The status of a failure, with a message that never holds a value of a row or a parameter. A failure without an
/// SQLSTATE is the connection's: kUnavailable.
absl::Status StatusOf(const ServerError& error);

/// True when a session that reported this must not be used again.
bool EndsSession(std::string_view sqlstate);

/// "ok", "already_exists", ...: the label of a metric.
std::string_view ResultLabel(absl::StatusCode code);

}  // namespace mib::postgres
