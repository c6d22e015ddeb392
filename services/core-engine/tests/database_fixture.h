#pragma once

#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>

#include "mib/base/clock.h"
#include "mib/base/ids.h"
#include "mib/base/status.h"
#include "mib/postgres/migrate.h"
#include "mib/postgres/pool.h"

namespace mib::core_engine {

/// A database of the test's own on the server of MIB_TEST_PG_DSN, migrated; dropped at the end.
class TestDatabase {
 public:
  static bool Available() { return std::getenv("MIB_TEST_PG_DSN") != nullptr; }

  TestDatabase() : name_("core_engine_" + NewUuid().substr(0, 8)), admin_(Open(Dsn())) {
    Require((*admin_->Acquire())->Execute("CREATE DATABASE " + name_));
    pool_ = Open(Dsn() + " dbname=" + name_);
    const auto migrations = postgres::ReadMigrations(MIB_MIGRATIONS);
    Require(migrations.status());
    Require(postgres::Migrate(**pool_->Acquire(), "core_engine", *migrations).status());
  }
  ~TestDatabase() {
    pool_.reset();
    (void)(*admin_->Acquire())->Execute("DROP DATABASE " + name_ + " WITH (FORCE)");
  }

  postgres::Pool& pool() { return *pool_; }
  /// Ends every other connection to the database, as a restart of the server does.
  void KillConnections() {
    Require((*admin_->Acquire())
                ->Query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", {name_})
                .status());
  }
  int64_t Count(const std::string& sql) {
    return (*pool_->Acquire())->Query("SELECT count(*) FROM " + sql)->Int64(0, 0);
  }

 private:
  static std::string Dsn() { return std::getenv("MIB_TEST_PG_DSN"); }
  static void Require(const absl::Status& status) {
    if (!status.ok()) throw std::runtime_error(ToString(status));
  }
  std::unique_ptr<postgres::Pool> Open(const std::string& dsn) {
    postgres::PoolOptions options;
    options.dsn = dsn;
    auto pool = postgres::Pool::Open(options, metrics_, clock_);
    Require(pool.status());
    return *std::move(pool);
  }

  SystemClock clock_;
  telemetry::Metrics metrics_;
  std::string name_;
  std::unique_ptr<postgres::Pool> admin_;
  std::unique_ptr<postgres::Pool> pool_;
};

}  // namespace mib::core_engine
