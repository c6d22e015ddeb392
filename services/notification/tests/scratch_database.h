#pragma once

#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

#include "absl/strings/ascii.h"
#include "mib/base/ids.h"
#include "mib/base/status.h"
#include "mib/postgres/migrate.h"
#include "mib/postgres/pool.h"

namespace mib::notification {

/// The value of an environment variable that names a server; skips the test when it is not set.
inline std::string ServerOrSkip(const char* variable) {
  const char* value = std::getenv(variable);
  if (value == nullptr) SKIP(variable << " is not set");
  return value;
}

/// The service's tables in a schema of their own, removed at the end.
class ScratchDatabase {
 public:
  explicit ScratchDatabase(telemetry::Metrics& metrics)
      : server_(ServerOrSkip("MIB_TEST_PG_DSN")),
        schema_("test_" + absl::AsciiStrToLower(NewUlid(absl::Now()))),
        metrics_(metrics) {
    const auto pool = Open(server_);
    const auto connection = pool->Acquire();
    REQUIRE(connection.ok());
    const auto migrations =
        postgres::ReadMigrations(std::filesystem::path(MIB_TESTDATA).parent_path().parent_path() / "migrations");
    INFO(ToString(migrations.status()));
    REQUIRE(migrations.ok());
    const auto migrated = postgres::Migrate(**connection, schema_, *migrations);
    INFO(ToString(migrated.status()));
    REQUIRE(migrated.ok());
    pool_ = Open(dsn());
  }
  ~ScratchDatabase() {
    pool_.reset();
    const auto pool = Open(server_);
    const auto connection = pool->Acquire();
    if (connection.ok()) static_cast<void>((*connection)->Execute("DROP SCHEMA " + schema_ + " CASCADE"));
  }

  postgres::Pool& pool() { return *pool_; }
  std::string dsn() const { return server_ + " options='-c search_path=" + schema_ + "'"; }

  int64_t Count(const std::string& table) {
    const auto connection = pool_->Acquire();
    REQUIRE(connection.ok());
    const auto rows = (*connection)->Query("SELECT count(*) FROM " + table);
    REQUIRE(rows.ok());
    return rows->Int64(0, 0);
  }

 private:
  std::unique_ptr<postgres::Pool> Open(const std::string& dsn) {
    auto pool = postgres::Pool::Open({.dsn = dsn, .password_file = "", .size = 4, .application_name = "test"}, metrics_,
                                     clock_);
    REQUIRE(pool.ok());
    return *std::move(pool);
  }

  const std::string server_;
  const std::string schema_;
  telemetry::Metrics& metrics_;
  SystemClock clock_;
  std::unique_ptr<postgres::Pool> pool_;
};

}  // namespace mib::notification
