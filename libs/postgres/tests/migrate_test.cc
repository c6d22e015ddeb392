#include "mib/postgres/migrate.h"

#include <fmt/format.h>

#include <catch2/catch_test_macros.hpp>
#include <thread>

#include "fixture.h"
#include "mib/base/status.h"

namespace mib::postgres {
namespace {

std::vector<Migration> TwoMigrations() {
  return {
      {.version = 1, .name = "one", .sql = "CREATE TABLE one (a int); INSERT INTO one VALUES (1);", .checksum = "c1"},
      {.version = 2, .name = "two", .sql = "INSERT INTO one VALUES (2);", .checksum = "c2"}};
}

int64_t Rows(Connection& connection, const std::string& schema) {
  return connection.Query(fmt::format("SELECT count(*) FROM {}.one", schema))->Int64(0, 0);
}

}  // namespace

TEST_CASE("Migrations are applied once, and a second run does nothing", "[integration][postgres]") {
  Fixture fixture;
  const auto pool = fixture.OpenPool(1);
  const auto connection = MustAcquire(*pool);
  CHECK(*Migrate(*connection, fixture.schema(), TwoMigrations()) == 2);
  CHECK(*Migrate(*connection, fixture.schema(), TwoMigrations()) == 0);
  CHECK(Rows(*connection, fixture.schema()) == 2);
  const auto applied = AppliedMigrations(*connection, fixture.schema());
  REQUIRE(applied.ok());
  REQUIRE(applied->size() == 2);
  CHECK((*applied)[1].name == "two");
  CHECK((*applied)[1].checksum == "c2");
}

TEST_CASE("A schema that is not there is made", "[integration][postgres]") {
  Fixture fixture;
  const auto pool = fixture.OpenPool(1);
  const auto connection = MustAcquire(*pool);
  const std::string schema = fixture.schema() + "_new";
  CHECK(AppliedMigrations(*connection, schema)->empty());
  CHECK(*Migrate(*connection, schema, TwoMigrations()) == 2);
  CHECK(Rows(*connection, schema) == 2);
  CHECK(connection->Execute("DROP SCHEMA " + schema + " CASCADE").ok());
}

TEST_CASE("A migration that was changed after it was applied is refused", "[integration][postgres]") {
  Fixture fixture;
  const auto pool = fixture.OpenPool(1);
  const auto connection = MustAcquire(*pool);
  REQUIRE(Migrate(*connection, fixture.schema(), TwoMigrations()).ok());
  std::vector<Migration> changed = TwoMigrations();
  changed[0].checksum = "other";
  const absl::Status status = Migrate(*connection, fixture.schema(), changed).status();
  CHECK(absl::IsFailedPrecondition(status));
  CHECK(MessageOf(status).find("0001_one was changed") != std::string::npos);
}

TEST_CASE("A schema that is ahead of the files is left alone", "[integration][postgres]") {
  Fixture fixture;
  const auto pool = fixture.OpenPool(1);
  const auto connection = MustAcquire(*pool);
  REQUIRE(Migrate(*connection, fixture.schema(), TwoMigrations()).ok());
  std::vector<Migration> older = TwoMigrations();
  older.pop_back();
  CHECK(absl::IsFailedPrecondition(Migrate(*connection, fixture.schema(), older).status()));
}

TEST_CASE("A migration that fails leaves nothing of itself and keeps those before it", "[integration][postgres]") {
  Fixture fixture;
  const auto pool = fixture.OpenPool(1);
  const auto connection = MustAcquire(*pool);
  std::vector<Migration> migrations = TwoMigrations();
  migrations[1].sql = "INSERT INTO one VALUES (2); SELECT no_such_function();";
  const absl::Status status = Migrate(*connection, fixture.schema(), migrations).status();
  CHECK(absl::IsInternal(status));
  CHECK(MessageOf(status).find("migration 0002_two") != std::string::npos);
  CHECK(Rows(*connection, fixture.schema()) == 1);
  CHECK(AppliedMigrations(*connection, fixture.schema())->size() == 1);
}

TEST_CASE("Two that migrate at once apply each migration once", "[integration][postgres]") {
  Fixture fixture;
  const auto pool = fixture.OpenPool(2);
  absl::StatusOr<int> counts[2];
  std::thread threads[2];
  for (int i = 0; i < 2; ++i) {
    threads[i] = std::thread([&, i] {
      auto connection = pool->Acquire();
      counts[i] = connection.ok() ? Migrate(**connection, fixture.schema(), TwoMigrations()) : connection.status();
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const auto& count : counts) {
    INFO(ToString(count.status()));
    REQUIRE(count.ok());
  }
  CHECK(*counts[0] + *counts[1] == 2);
  CHECK(Rows(*MustAcquire(*pool), fixture.schema()) == 2);
}

TEST_CASE("A role that may not create schemas can migrate its own", "[integration][postgres]") {
  Fixture fixture;
  const auto pool = fixture.OpenPool(1);
  const auto connection = MustAcquire(*pool);
  const std::string role = fixture.schema() + "_role";
  REQUIRE(connection
              ->Execute(
                  fmt::format("CREATE ROLE {0}; GRANT ALL ON SCHEMA {1} TO {0}; SET ROLE {0}", role, fixture.schema()))
              .ok());
  CHECK(*Migrate(*connection, fixture.schema(), TwoMigrations()) == 2);
  CHECK(connection->Execute(fmt::format("RESET ROLE; DROP OWNED BY {0}; DROP ROLE {0}", role)).ok());
}

TEST_CASE("A schema name that is none is refused", "[integration][postgres]") {
  Fixture fixture;
  const auto pool = fixture.OpenPool(1);
  const auto connection = MustAcquire(*pool);
  for (const char* name : {"", "1a", "a;b", "A", "a.b"})
    CHECK(absl::IsInvalidArgument(Migrate(*connection, name, {}).status()));
}

}  // namespace mib::postgres
