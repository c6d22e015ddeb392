#include <catch2/catch_test_macros.hpp>
#include <limits>

#include "fixture.h"
#include "mib/base/status.h"

namespace mib::postgres {
namespace {

Result MustQuery(Connection& connection, std::string_view sql, const std::vector<Value>& parameters = {}) {
  auto rows = connection.Query(sql, parameters);
  if (!rows.ok()) FAIL(ToString(rows.status()));
  return *std::move(rows);
}

}  // namespace

TEST_CASE("Every kind of value comes back as it was sent", "[integration][postgres]") {
  Fixture fixture;
  const auto pool = fixture.OpenPool();
  const auto connection = MustAcquire(*pool);
  const std::vector<std::string> hostile = {"", "a,b", "{x}", "\"q\"", "back\\slash", "NULL", "naïve"};
  const absl::Time time = absl::FromUnixMicros(1'705'312'800'123'456);
  const Result row =
      MustQuery(*connection,
                "SELECT $1::bool, $2::int, $3::bigint, $4::float8, $5::text, $6::bytea, $7::numeric, $8::timestamptz, "
                "$9::text[], $10::text",
                {true, int32_t{-5}, std::numeric_limits<int64_t>::min(), 0.1, std::string("it's"),
                 Bytes{std::string("\0\xff", 2)}, *Decimal::Parse("-1982638874.07685000005"), time, hostile, nullptr});
  REQUIRE(row.size() == 1);
  CHECK(row.Bool(0, 0));
  CHECK(row.Int64(0, 1) == -5);
  CHECK(row.Int64(0, 2) == std::numeric_limits<int64_t>::min());
  CHECK(row.Double(0, 3) == 0.1);
  CHECK(row.Text(0, 4) == "it's");
  CHECK(row.Binary(0, 5) == std::string("\0\xff", 2));
  CHECK(row.Numeric(0, 6).ToString() == "-1982638874.07685000005");
  CHECK(row.Time(0, 7) == time);
  CHECK(row.TextArray(0, 8) == hostile);
  CHECK(row.IsNull(0, 9));
  CHECK(row.Text(0, 9).empty());
}

TEST_CASE("A statement is prepared once per connection", "[integration][postgres]") {
  Fixture fixture;
  const auto pool = fixture.OpenPool();
  const auto connection = MustAcquire(*pool);
  for (int64_t i = 0; i < 3; ++i) CHECK(MustQuery(*connection, "SELECT $1::bigint * 2", {i}).Int64(0, 0) == 2 * i);
  CHECK(MustQuery(*connection, "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'SELECT $1::bigint%'")
            .Int64(0, 0) == 1);
}

TEST_CASE("Statements built from text, or failing again and again, cannot fill the server's memory",
          "[integration][postgres]") {
  Fixture fixture;
  const auto pool = fixture.OpenPool();
  const auto connection = MustAcquire(*pool);
  for (int i = 0; i < 600; ++i) CHECK(MustQuery(*connection, "SELECT " + std::to_string(i)).Int64(0, 0) == i);
  for (int i = 0; i < 600; ++i) CHECK(absl::IsInternal(connection->Query("SELECT 1 / $1::int", {0}).status()));
  CHECK(MustQuery(*connection, "SELECT count(*) FROM pg_prepared_statements").Int64(0, 0) <= 256);
}

TEST_CASE("A statement whose plan became stale works at the second try", "[integration][postgres]") {
  Fixture fixture;
  const auto pool = fixture.OpenPool();
  const auto connection = MustAcquire(*pool);
  REQUIRE(connection->Execute("CREATE TABLE t (a int); INSERT INTO t VALUES (1)").ok());
  CHECK(MustQuery(*connection, "SELECT * FROM t").size() == 1);
  REQUIRE(connection->Execute("ALTER TABLE t ADD COLUMN b int").ok());
  (void)connection->Query("SELECT * FROM t");
  CHECK(MustQuery(*connection, "SELECT * FROM t").IsNull(0, 1));
}

TEST_CASE("Violated constraints have their own codes and name the constraint", "[integration][postgres]") {
  Fixture fixture;
  const auto pool = fixture.OpenPool();
  const auto connection = MustAcquire(*pool);
  REQUIRE(connection
              ->Execute("CREATE TABLE users (email text NOT NULL CONSTRAINT users_email_key UNIQUE, age int CONSTRAINT "
                        "adult CHECK (age > 17))")
              .ok());
  const auto insert = [&](const Value& email, int32_t age) {
    return connection->Query("INSERT INTO users VALUES ($1, $2)", {email, age}).status();
  };
  CHECK(insert("secret@example.com", 20).ok());
  const absl::Status twice = insert("secret@example.com", 20);
  CHECK(absl::IsAlreadyExists(twice));
  CHECK(MessageOf(twice) == "postgres: constraint users_email_key of table users is violated (23505)");
  CHECK(absl::IsFailedPrecondition(insert("b@example.com", 3)));
  CHECK(absl::IsFailedPrecondition(insert(nullptr, 20)));
  CHECK(MustQuery(*connection, "UPDATE users SET age = 30").affected() == 1);
  CHECK(fixture.Metric("mib_postgres_queries_total{result=\"already_exists\"}") == 1);
}

TEST_CASE("A statement that takes too long is ended by the server, and the connection goes on",
          "[integration][postgres]") {
  Fixture fixture;
  const auto pool = fixture.OpenPool(PoolOptions{.statement_timeout = absl::Milliseconds(50)});
  const auto connection = MustAcquire(*pool);
  CHECK(absl::IsDeadlineExceeded(connection->Query("SELECT pg_sleep(30)").status()));
  CHECK(MustQuery(*connection, "SELECT 1").Int64(0, 0) == 1);
}

TEST_CASE("A server that hangs ends in kUnavailable, not in a thread that hangs", "[integration][postgres]") {
  Fixture fixture;
  const auto pool = fixture.OpenPool(PoolOptions{.statement_timeout = absl::Milliseconds(50)});
  const auto connection = MustAcquire(*pool);
  fixture.gate().Freeze(true);
  const absl::Status status = connection->Query("SELECT 1").status();
  CHECK(absl::IsUnavailable(status));
  CHECK(MessageOf(status) == "postgres: connection lost: no answer in time");
}

TEST_CASE("A pipeline gives all results in one round trip, as one transaction", "[integration][postgres]") {
  Fixture fixture;
  const auto pool = fixture.OpenPool();
  const auto connection = MustAcquire(*pool);
  REQUIRE(connection->Execute("CREATE TABLE t (a bigint PRIMARY KEY)").ok());
  const std::string insert = "INSERT INTO t VALUES ($1)";
  const auto good =
      connection->Pipeline({{insert, {int64_t{1}}}, {insert, {int64_t{2}}}, {"SELECT count(*) FROM t", {}}});
  REQUIRE(good.ok());
  REQUIRE(good->size() == 3);
  CHECK((*good)[0].affected() == 1);
  CHECK((*good)[2].Int64(0, 0) == 2);

  const auto bad = connection->Pipeline({{insert, {int64_t{3}}}, {insert, {int64_t{1}}}, {insert, {int64_t{4}}}});
  CHECK(absl::IsAlreadyExists(bad.status()));
  CHECK(MustQuery(*connection, "SELECT count(*) FROM t").Int64(0, 0) == 2);
}

TEST_CASE("A pipeline with a parameter that cannot be sent leaves no half of it behind", "[integration][postgres]") {
  Fixture fixture;
  const auto pool = fixture.OpenPool(1);
  {
    const auto connection = MustAcquire(*pool);
    REQUIRE(connection->Execute("CREATE TABLE t (a text)").ok());
    const auto bad = connection->Pipeline(
        {{"INSERT INTO t VALUES ($1)", {"x"}}, {"INSERT INTO t VALUES ($1)", {std::string("\0", 1)}}});
    CHECK(absl::IsInvalidArgument(bad.status()));
  }
  const auto connection = MustAcquire(*pool);
  CHECK(MustQuery(*connection, "SELECT count(*) FROM t").Int64(0, 0) == 0);
}

TEST_CASE("A pipeline larger than all buffers does not lock up", "[integration][postgres]") {
  Fixture fixture;
  const auto pool = fixture.OpenPool();
  const auto connection = MustAcquire(*pool);
  const std::vector<Statement> statements(2000, {"SELECT repeat($1, 20)", {std::string(1000, 'x')}});
  const auto results = connection->Pipeline(statements);
  REQUIRE(results.ok());
  CHECK(results->size() == 2000);
  CHECK(results->back().Text(0, 0).size() == 20'000);
}

}  // namespace mib::postgres
