#include "postgres_fixture.h"

#include <catch2/catch_test_macros.hpp>
#include <cstdlib>

#include "fmt/format.h"
#include "mib/base/ids.h"
#include "mib/base/status.h"
#include "mib/postgres/migrate.h"

namespace mib::auth {

PostgresFixture::PostgresFixture() {
  const char* server = std::getenv("MIB_TEST_PG_DSN");
  if (server == nullptr) SKIP("MIB_TEST_PG_DSN is not set");
  schema_ = fmt::format("auth_test_{}", NewUuid().substr(0, 8));
  dsn_ = fmt::format("{} options='-c search_path={}'", server, schema_);
  auto pool = postgres::Pool::Open({.dsn = dsn_, .password_file = {}, .size = 8, .application_name = "auth-test"},
                                   metrics_, clock_);
  INFO(ToString(pool.status()));
  REQUIRE(pool.ok());
  pool_ = *std::move(pool);
  auto connection = pool_->Acquire();
  REQUIRE(connection.ok());
  const auto migrated = postgres::Migrate(**connection, schema_, *postgres::ReadMigrations(MIB_MIGRATIONS));
  INFO(ToString(migrated.status()));
  REQUIRE(migrated.ok());
}

PostgresFixture::~PostgresFixture() {
  if (pool_ == nullptr) return;
  if (auto connection = pool_->Acquire(); connection.ok()) {
    static_cast<void>((*connection)->Execute(fmt::format("DROP SCHEMA {} CASCADE", schema_)));
  }
}

}  // namespace mib::auth
