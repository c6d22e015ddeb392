#pragma once

// A schema of its own in a real PostgreSQL, migrated, removed at the end.

#include <memory>
#include <string>

#include "mib/base/clock.h"
#include "mib/postgres/pool.h"
#include "mib/telemetry/metrics.h"

namespace mib::auth {

class PostgresFixture {
 public:
  /// Skips the test when MIB_TEST_PG_DSN is not set.
  PostgresFixture();
  ~PostgresFixture();

  /// A connection string whose sessions see the schema.
  const std::string& dsn() const { return dsn_; }
  postgres::Pool& pool() { return *pool_; }

 private:
  SystemClock clock_;
  telemetry::Metrics metrics_;
  std::string schema_;
  std::string dsn_;
  std::unique_ptr<postgres::Pool> pool_;
};

}  // namespace mib::auth
