#include "mib/postgres/migrate.h"

#include <fmt/format.h>

#include "commands.h"
#include "mib/base/clock.h"
#include "mib/base/status.h"
#include "mib/postgres/pool.h"

namespace mib::mibctl {
namespace {

// A migration may rewrite a large table, or wait for another process that does.
constexpr absl::Duration kStatementTimeout = absl::Minutes(30);

absl::Status PrintStatus(postgres::Connection& connection, const std::string& schema,
                         const std::vector<postgres::Migration>& migrations, std::ostream& out) {
  ASSIGN_OR_RETURN(const std::vector<postgres::Migration> applied, postgres::AppliedMigrations(connection, schema));
  for (size_t i = 0; i < migrations.size(); ++i) {
    const postgres::Migration& migration = migrations[i];
    const char* state = i >= applied.size()                         ? "pending"
                        : applied[i].checksum == migration.checksum ? "applied"
                                                                    : "CHANGED";
    out << fmt::format("{:04}_{} {}\n", migration.version, migration.name, state);
  }
  for (size_t i = migrations.size(); i < applied.size(); ++i) {
    out << fmt::format("{:04}_{} applied, but not among the files\n", applied[i].version, applied[i].name);
  }
  return absl::OkStatus();
}

absl::Status RunMigrate(const Arguments& arguments, std::ostream& out) {
  const std::string schema = arguments.Text("schema");
  ASSIGN_OR_RETURN(const std::vector<postgres::Migration> migrations, postgres::ReadMigrations(arguments.Text("dir")));
  telemetry::Metrics metrics;
  SystemClock clock;
  const postgres::PoolOptions options = {.dsn = arguments.Text("dsn"),
                                         .password_file = arguments.Text("password-file"),
                                         .size = 1,
                                         .statement_timeout = kStatementTimeout,
                                         .application_name = "mibctl"};
  ASSIGN_OR_RETURN(const std::unique_ptr<postgres::Pool> pool, postgres::Pool::Open(options, metrics, clock));
  ASSIGN_OR_RETURN(const postgres::Pool::Lease connection, pool->Acquire());
  if (arguments.Has("status")) return PrintStatus(*connection, schema, migrations, out);
  ASSIGN_OR_RETURN(const int count, postgres::Migrate(*connection, schema, migrations));
  out << fmt::format("{}: {} of {} migrations applied now\n", schema, count, migrations.size());
  return absl::OkStatus();
}

}  // namespace

Command MigrateCommand() {
  return {.name = "migrate",
          .summary = "Applies the migrations of a folder that a schema does not have yet.",
          .options = {{"dsn", "DSN", "libpq connection string", true},
                      {"schema", "NAME", "the schema; made when absent", true},
                      {"dir", "FOLDER", "with NNNN_name.sql files", true},
                      {"password-file", "FILE", "its first line is the password"},
                      {"status", "", "only shows what is applied and what is pending"}},
          .run = RunMigrate};
}

}  // namespace mib::mibctl
