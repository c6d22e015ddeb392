#include "errors.h"

#include <fmt/format.h>

namespace mib::postgres {
namespace {

absl::StatusCode CodeOf(std::string_view sqlstate) {
  if (sqlstate.empty() || EndsSession(sqlstate)) return absl::StatusCode::kUnavailable;
  if (sqlstate == "23505") return absl::StatusCode::kAlreadyExists;
  if (sqlstate.starts_with("23")) return absl::StatusCode::kFailedPrecondition;
  // 26000: a prepared statement that the session has lost; the next try prepares it anew.
  if (sqlstate == "40001" || sqlstate == "40P01" || sqlstate == "26000") return absl::StatusCode::kAborted;
  if (sqlstate == "57014") return absl::StatusCode::kDeadlineExceeded;
  // Disk full, out of memory, too many connections: it may pass.
  if (sqlstate.starts_with("53")) return absl::StatusCode::kResourceExhausted;
  return absl::StatusCode::kInternal;
}

std::string MessageOf(const ServerError& error) {
  if (error.sqlstate.empty()) return fmt::format("postgres: connection lost: {}", error.message);
  if (!error.constraint.empty()) {
    return fmt::format("postgres: constraint {} of table {} is violated ({})", error.constraint, error.table,
                       error.sqlstate);
  }
  if (error.sqlstate == "23502") {
    return fmt::format("postgres: column {} of table {} must not be null ({})", error.column, error.table,
                       error.sqlstate);
  }
  if (error.sqlstate == "57014") return "postgres: the statement ran into its timeout (57014)";
  // Data exceptions quote the value at fault.
  if (error.sqlstate.starts_with("22") || error.sqlstate.starts_with("23")) {
    return fmt::format("postgres: a value does not fit its type or column ({})", error.sqlstate);
  }
  return fmt::format("postgres: {} ({})", error.message, error.sqlstate);
}

}  // namespace

bool EndsSession(std::string_view sqlstate) {
  // A message that the server cannot read is our fault, and would be at the next try too: a COPY row of another type
  // gives it.
  if (sqlstate == "08P01") return false;
  // 08: connection exceptions; 57P: shutdown, crash, starting up; 25006: the server became a read-only standby.
  return sqlstate.starts_with("08") || sqlstate.starts_with("57P") || sqlstate == "25006";
}

absl::Status StatusOf(const ServerError& error) { return {CodeOf(error.sqlstate), MessageOf(error)}; }

std::string_view ResultLabel(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kOk:
      return "ok";
    case absl::StatusCode::kAlreadyExists:
      return "already_exists";
    case absl::StatusCode::kFailedPrecondition:
      return "failed_precondition";
    case absl::StatusCode::kAborted:
      return "aborted";
    case absl::StatusCode::kDeadlineExceeded:
      return "deadline_exceeded";
    case absl::StatusCode::kResourceExhausted:
      return "resource_exhausted";
    case absl::StatusCode::kUnavailable:
      return "unavailable";
    default:
      return "internal";
  }
}

}  // namespace mib::postgres
