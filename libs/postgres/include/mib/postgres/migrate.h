#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "mib/postgres/connection.h"

namespace mib::postgres {

struct Migration {
  /// From NNNN_name.sql.
  int version = 0;
  std::string name = {};
  std::string sql = {};
  /// SHA-256 of the file, hexadecimal.
  std::string checksum = {};
};

/// The migrations of a folder in order. Fails on a gap, a repeated number or a name of another shape.
absl::StatusOr<std::vector<Migration>> ReadMigrations(const std::string& folder);

/// What is applied to `schema`, in order, without the text; empty where the schema or its list of migrations does not
/// exist yet.
absl::StatusOr<std::vector<Migration>> AppliedMigrations(Connection& connection, const std::string& schema);

/// Applies those that are missing to `schema` (made when absent), each in its own transaction, under an advisory lock;
/// returns how many. Inside a migration unqualified names are the schema's. Fails when an applied one has another
/// checksum now, or is missing. `connection` needs a statement timeout long enough for the longest migration and for
/// another process that migrates.
absl::StatusOr<int> Migrate(Connection& connection, const std::string& schema,
                            const std::vector<Migration>& migrations);

}  // namespace mib::postgres
