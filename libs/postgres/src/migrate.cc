#include "mib/postgres/migrate.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "mib/base/status.h"
#include "text_format.h"

namespace mib::postgres {
namespace {

// "mib" in ASCII: keeps our advisory locks apart from those of other programs in the database.
constexpr int32_t kLockClass = 0x6d6962;

std::string Sha256Hex(std::string_view data) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  EVP_Digest(data.data(), data.size(), digest.data(), &size, EVP_sha256(), nullptr);
  std::string hex;
  for (unsigned int i = 0; i < size; ++i) hex += fmt::format("{:02x}", digest[i]);
  return hex;
}

// NNNN_name.sql
bool ParseName(const std::string& file, Migration* out) {
  constexpr size_t kDigits = 4;
  const auto is_digit = [](unsigned char c) { return std::isdigit(c) != 0; };
  const auto is_name = [](unsigned char c) { return std::islower(c) != 0 || std::isdigit(c) != 0 || c == '_'; };
  if (!file.ends_with(".sql") || file.size() < kDigits + 6 || file[kDigits] != '_') return false;
  const std::string name = file.substr(kDigits + 1, file.size() - kDigits - 5);
  if (!std::all_of(file.begin(), file.begin() + kDigits, is_digit) || !std::all_of(name.begin(), name.end(), is_name))
    return false;
  out->version = std::stoi(file.substr(0, kDigits));
  out->name = name;
  return true;
}

bool IsSchemaName(const std::string& name) {
  const auto allowed = [](unsigned char c) { return std::islower(c) != 0 || std::isdigit(c) != 0 || c == '_'; };
  return !name.empty() && std::isdigit(static_cast<unsigned char>(name[0])) == 0 &&
         std::all_of(name.begin(), name.end(), allowed);
}

// CREATE SCHEMA IF NOT EXISTS asks for the right to create one even where it exists; a service's role need not have it.
absl::Status PrepareSchema(Connection& connection, const std::string& schema) {
  ASSIGN_OR_RETURN(const Result found, connection.Query("SELECT 1 FROM pg_namespace WHERE nspname = $1", {schema}));
  if (found.size() == 0) RETURN_IF_ERROR(connection.Execute(fmt::format("CREATE SCHEMA {}", QuoteIdentifier(schema))));
  return connection.Execute(
      fmt::format("CREATE TABLE IF NOT EXISTS {}.schema_migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL, "
                  "checksum TEXT NOT NULL, applied_at TIMESTAMPTZ NOT NULL DEFAULT now())",
                  QuoteIdentifier(schema)));
}

absl::Status CheckApplied(const std::vector<Migration>& applied, const std::vector<Migration>& migrations) {
  for (size_t i = 0; i < applied.size(); ++i) {
    if (i >= migrations.size() || migrations[i].version != applied[i].version) {
      return absl::FailedPreconditionError(fmt::format(
          "postgres: migration {:04}_{} is applied but not among the files", applied[i].version, applied[i].name));
    }
    if (migrations[i].checksum != applied[i].checksum) {
      return absl::FailedPreconditionError(
          fmt::format("postgres: migration {:04}_{} was changed after it was applied; write a new one",
                      applied[i].version, applied[i].name));
    }
  }
  return absl::OkStatus();
}

absl::Status Apply(Connection& connection, const std::string& schema, const Migration& migration) {
  const absl::Status done = connection.Transaction([&](Connection& transaction) -> absl::Status {
    RETURN_IF_ERROR(transaction.Execute(fmt::format("SET LOCAL search_path TO {}, public", QuoteIdentifier(schema))));
    RETURN_IF_ERROR(transaction.Execute(migration.sql));
    return transaction
        .Query(fmt::format("INSERT INTO {}.schema_migrations (version, name, checksum) VALUES ($1, $2, $3)",
                           QuoteIdentifier(schema)),
               {migration.version, migration.name, migration.checksum})
        .status();
  });
  if (done.ok()) return done;
  return {done.code(), fmt::format("migration {:04}_{}: {}", migration.version, migration.name, mib::MessageOf(done))};
}

absl::StatusOr<int> MigrateLocked(Connection& connection, const std::string& schema,
                                  const std::vector<Migration>& migrations) {
  RETURN_IF_ERROR(PrepareSchema(connection, schema));
  ASSIGN_OR_RETURN(const std::vector<Migration> applied, AppliedMigrations(connection, schema));
  RETURN_IF_ERROR(CheckApplied(applied, migrations));
  int count = 0;
  for (size_t i = applied.size(); i < migrations.size(); ++i, ++count) {
    RETURN_IF_ERROR(Apply(connection, schema, migrations[i]));
  }
  return count;
}

}  // namespace

absl::StatusOr<std::vector<Migration>> ReadMigrations(const std::string& folder) {
  std::error_code error;
  std::vector<Migration> migrations;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    const std::string file = entry.path().filename().string();
    Migration& migration = migrations.emplace_back();
    if (!ParseName(file, &migration)) {
      return absl::InvalidArgumentError(fmt::format("{}/{}: a migration is named NNNN_name.sql", folder, file));
    }
    std::ifstream in(entry.path(), std::ios::binary);
    migration.sql.assign(std::istreambuf_iterator<char>(in), {});
    if (!in) return absl::NotFoundError(fmt::format("{}/{}: cannot be read", folder, file));
    migration.checksum = Sha256Hex(migration.sql);
  }
  if (error) return absl::NotFoundError(fmt::format("{}: {}", folder, error.message()));
  std::sort(migrations.begin(), migrations.end(),
            [](const Migration& a, const Migration& b) { return a.version < b.version; });
  for (size_t i = 0; i < migrations.size(); ++i) {
    if (migrations[i].version != static_cast<int>(i) + 1) {
      return absl::InvalidArgumentError(fmt::format("{}: expected migration {:04}, found {:04}_{}", folder, i + 1,
                                                    migrations[i].version, migrations[i].name));
    }
  }
  return migrations;
}

absl::StatusOr<std::vector<Migration>> AppliedMigrations(Connection& connection, const std::string& schema) {
  if (!IsSchemaName(schema)) return absl::InvalidArgumentError("postgres: a schema is named [a-z_][a-z0-9_]*");
  std::vector<Migration> applied;
  ASSIGN_OR_RETURN(const Result table,
                   connection.Query("SELECT to_regclass($1) IS NOT NULL", {schema + ".schema_migrations"}));
  if (!table.Bool(0, 0)) return applied;
  ASSIGN_OR_RETURN(const Result rows,
                   connection.Query(fmt::format(
                       "SELECT version, name, checksum FROM {}.schema_migrations ORDER BY version", schema)));
  for (int i = 0; i < rows.size(); ++i) {
    applied.push_back({.version = static_cast<int>(rows.Int64(i, 0)),
                       .name = rows.Text(i, 1),
                       .sql = {},
                       .checksum = rows.Text(i, 2)});
  }
  return applied;
}

absl::StatusOr<int> Migrate(Connection& connection, const std::string& schema,
                            const std::vector<Migration>& migrations) {
  if (!IsSchemaName(schema)) return absl::InvalidArgumentError("postgres: a schema is named [a-z_][a-z0-9_]*");
  // Of the session, not of a transaction: each migration has a transaction of its own.
  RETURN_IF_ERROR(connection.Query("SELECT pg_advisory_lock($1, hashtext($2))", {kLockClass, schema}).status());
  absl::StatusOr<int> count = MigrateLocked(connection, schema, migrations);
  const absl::Status unlocked =
      connection.Query("SELECT pg_advisory_unlock($1, hashtext($2))", {kLockClass, schema}).status();
  // A lost connection gives the lock back by itself.
  if (count.ok() && !unlocked.ok() && !absl::IsUnavailable(unlocked)) return unlocked;
  return count;
}

}  // namespace mib::postgres
