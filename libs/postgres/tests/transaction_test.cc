#include <catch2/catch_test_macros.hpp>

#include "fixture.h"
#include "mib/base/status.h"

namespace mib::postgres {
namespace {

int64_t Count(Pool& pool) { return MustAcquire(pool)->Query("SELECT count(*) FROM t")->Int64(0, 0); }

absl::Status InsertOne(Connection& connection) { return connection.Query("INSERT INTO t VALUES (1)").status(); }

// A table t in the fixture's schema.
std::unique_ptr<Pool> PoolWithTable(Fixture& fixture) {
  auto pool = fixture.OpenPool(1);
  REQUIRE(MustAcquire(*pool)->Execute("CREATE TABLE t (a bigint)").ok());
  return pool;
}

}  // namespace

TEST_CASE("A transaction that succeeds is committed, one that fails leaves nothing", "[integration][postgres]") {
  Fixture fixture;
  const auto pool = PoolWithTable(fixture);
  CHECK(MustAcquire(*pool)->Transaction(InsertOne).ok());
  CHECK(Count(*pool) == 1);
  const absl::Status failed = MustAcquire(*pool)->Transaction([](Connection& connection) -> absl::Status {
    if (const absl::Status status = InsertOne(connection); !status.ok()) return status;
    return absl::NotFoundError("changed my mind");
  });
  CHECK(failed == absl::NotFoundError("changed my mind"));
  CHECK(Count(*pool) == 1);
}

TEST_CASE("A failure that the work swallows does not look like a commit", "[integration][postgres]") {
  Fixture fixture;
  const auto pool = PoolWithTable(fixture);
  const absl::Status status = MustAcquire(*pool)->Transaction([](Connection& connection) {
    (void)InsertOne(connection);
    (void)connection.Query("SELECT 1/0");
    return absl::OkStatus();
  });
  CHECK(absl::IsInternal(status));
  CHECK(Count(*pool) == 0);
}

TEST_CASE("A commit whose answer is lost is kUnknown, and may have taken place", "[integration][postgres]") {
  Fixture fixture;
  const auto pool = PoolWithTable(fixture);
  const absl::Status status = MustAcquire(*pool)->Transaction([&](Connection& connection) {
    fixture.gate().SwallowAnswerTo("COMMIT");
    return InsertOne(connection);
  });
  CHECK(absl::IsUnknown(status));
  CHECK(Count(*pool) == 1);
}

TEST_CASE("A connection lost before COMMIT is kUnavailable, and nothing took place", "[integration][postgres]") {
  Fixture fixture;
  const auto pool = PoolWithTable(fixture);
  const absl::Status status = MustAcquire(*pool)->Transaction([&](Connection& connection) {
    (void)InsertOne(connection);
    fixture.gate().Cut();
    return InsertOne(connection);
  });
  CHECK(absl::IsUnavailable(status));
  CHECK(Count(*pool) == 0);
}

TEST_CASE("Two transactions that exclude each other: one is kAborted", "[integration][postgres]") {
  Fixture fixture;
  const auto pool = fixture.OpenPool(2);
  const auto one = MustAcquire(*pool);
  const auto other = MustAcquire(*pool);
  REQUIRE(one->Execute("CREATE TABLE t (a bigint); INSERT INTO t VALUES (1)").ok());
  const std::string serializable = "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE";
  const absl::Status status = one->Transaction([&](Connection& first) -> absl::Status {
    REQUIRE(first.Execute(serializable).ok());
    REQUIRE(first.Query("SELECT * FROM t").ok());
    REQUIRE(other->Query("UPDATE t SET a = 2").ok());
    return first.Query("UPDATE t SET a = 3").status();
  });
  CHECK(absl::IsAborted(status));
}

TEST_CASE("A transaction inside a transaction is refused", "[integration][postgres]") {
  Fixture fixture;
  const auto pool = PoolWithTable(fixture);
  absl::Status inner;
  const absl::Status outer = MustAcquire(*pool)->Transaction([&](Connection& connection) {
    inner = connection.Transaction(InsertOne);
    return InsertOne(connection);
  });
  CHECK(absl::IsInternal(inner));
  CHECK(outer.ok());
  CHECK(Count(*pool) == 1);
}

}  // namespace mib::postgres
