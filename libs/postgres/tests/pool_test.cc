#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <fstream>

#include "fixture.h"
#include "mib/base/ids.h"
#include "mib/base/status.h"

namespace mib::postgres {

TEST_CASE("Connections that died while idle are replaced without the caller noticing", "[integration][postgres]") {
  Fixture fixture;
  const auto pool = fixture.OpenPool(2);
  const int64_t before = MustAcquire(*pool)->Query("SELECT pg_backend_pid()")->Int64(0, 0);
  fixture.gate().Cut();
  const auto connection = MustAcquire(*pool);
  const auto after = connection->Query("SELECT pg_backend_pid()");
  REQUIRE(after.ok());
  CHECK(after->Int64(0, 0) != before);
  CHECK(fixture.Metric("mib_postgres_reconnects_total") == 1);
}

TEST_CASE("A backend that an administrator ends is replaced", "[integration][postgres]") {
  Fixture fixture;
  const auto pool = fixture.OpenPool(1);
  {
    const auto connection = MustAcquire(*pool);
    CHECK(absl::IsUnavailable(connection->Query("SELECT pg_terminate_backend(pg_backend_pid())").status()));
  }
  CHECK(MustAcquire(*pool)->Query("SELECT 1").ok());
}

TEST_CASE("A server that is away is kUnavailable, and found again when it is back", "[integration][postgres]") {
  Fixture fixture;
  const auto pool = fixture.OpenPool(1);
  fixture.gate().Close();
  for (int i = 0; i < 5; ++i) CHECK(absl::IsUnavailable(pool->Acquire().status()));
  CHECK(absl::IsUnavailable(pool->Check()));
  fixture.gate().Open();
  CHECK(pool->Check().ok());
}

TEST_CASE("A server that does not answer a connect is given up after the timeout", "[integration][postgres]") {
  Fixture fixture;
  const auto pool = fixture.OpenPool(PoolOptions{.size = 1, .connect_timeout = absl::Milliseconds(100)});
  fixture.gate().Freeze(true);
  const absl::Status status = pool->Acquire().status();
  CHECK(absl::IsUnavailable(status));
  CHECK(MessageOf(status) == "postgres: cannot connect: no answer in time");
}

TEST_CASE("Acquire gives up when all connections stay busy", "[integration][postgres]") {
  Fixture fixture;
  const auto pool = fixture.OpenPool(PoolOptions{.size = 1, .acquire_timeout = absl::Milliseconds(20)});
  auto busy = MustAcquire(*pool);
  CHECK(fixture.Metric("mib_postgres_pool_in_use") == 1);
  CHECK(absl::IsResourceExhausted(pool->Acquire().status()));
  busy.reset();
  CHECK(pool->Acquire().ok());
  CHECK(fixture.Metric("mib_postgres_pool_in_use") == 0);
}

TEST_CASE("A connection given back inside a transaction is not lent again", "[integration][postgres]") {
  Fixture fixture;
  const auto pool = fixture.OpenPool(1);
  REQUIRE(MustAcquire(*pool)->Execute("CREATE TABLE t (a int)").ok());
  REQUIRE(MustAcquire(*pool)->Execute("BEGIN; INSERT INTO t VALUES (1)").ok());
  CHECK(MustAcquire(*pool)->Query("SELECT count(*) FROM t")->Int64(0, 0) == 0);
}

TEST_CASE("A dsn that is none is refused without being quoted", "[integration][postgres]") {
  telemetry::Metrics metrics;
  SystemClock clock;
  const absl::Status status = Pool::Open({.dsn = "my secret"}, metrics, clock).status();
  CHECK(absl::IsInvalidArgument(status));
  CHECK(MessageOf(status).find("secret") == std::string::npos);
}

TEST_CASE("The password comes from the file, at each connect", "[integration][postgres]") {
  Fixture fixture;
  const std::string role = "r" + NewUuid().substr(0, 8);
  const auto superuser = fixture.OpenPool(1);
  REQUIRE(MustAcquire(*superuser)->Execute("CREATE ROLE " + role + " LOGIN PASSWORD 'pass word''s\\'").ok());
  const std::string file = (std::filesystem::temp_directory_path() / NewUuid()).string();
  const auto pool = fixture.OpenPool(PoolOptions{.dsn = "user=" + role, .password_file = file, .size = 1});
  CHECK(absl::IsFailedPrecondition(pool->Acquire().status()));
  std::ofstream(file) << "pass word's\\\n";
  CHECK(MustAcquire(*pool)->Query("SELECT current_user")->Text(0, 0) == role);
  std::filesystem::remove(file);
  REQUIRE(MustAcquire(*superuser)->Execute("DROP ROLE " + role).ok());
}

}  // namespace mib::postgres
