#include <fmt/format.h>

#include <catch2/catch_test_macros.hpp>

#include "fixture.h"
#include "mib/base/status.h"

namespace mib::postgres {

TEST_CASE("Hostile decimals survive COPY digit by digit", "[integration][postgres]") {
  Fixture fixture;
  const auto pool = fixture.OpenPool();
  const auto connection = MustAcquire(*pool);
  REQUIRE(connection->Execute("CREATE TABLE t (id bigint, n numeric)").ok());
  const std::vector<std::string> texts = {"0",
                                          "1",
                                          "-1",
                                          "9999",
                                          "10000",
                                          "-10000",
                                          "99999999",
                                          "100000000",
                                          "0.1",
                                          "0.0001",
                                          "0.00001",
                                          "0.000000001",
                                          "-0.000000001",
                                          "1982638874.07685000005",
                                          "-1982638874.07685000005",
                                          "10000000000000",
                                          "12345678901234567890123456789012345678",
                                          "-99999999999999999999999999999999999999",
                                          "0.00000000000000000000000000000000000001",
                                          "1234567890.1234567890123456789",
                                          "10000.0001",
                                          "100000000.00000001",
                                          "20000000000000.00000000001",
                                          "0.012345678901234567890123456789"};
  std::vector<Value> rows;
  std::vector<std::string> sent;
  for (const std::string& text : texts) {
    const auto decimal = Decimal::Parse(text);
    if (!decimal.ok()) continue;  // Finer than the scale that Decimal has.
    rows.insert(rows.end(), {static_cast<int64_t>(sent.size()), *decimal});
    sent.push_back(text);
  }
  REQUIRE(sent.size() >= texts.size() - 1);
  const auto copied = connection->Copy(fixture.Table("t"), {"id", "n"}, rows);
  REQUIRE(copied.ok());
  CHECK(*copied == static_cast<int64_t>(sent.size()));
  // The comparison is PostgreSQL's: the digits as text, read by its own parser.
  for (size_t i = 0; i < sent.size(); ++i) {
    INFO(sent[i]);
    const auto row =
        connection->Query("SELECT n = $2::numeric, n FROM t WHERE id = $1", {static_cast<int64_t>(i), sent[i]});
    REQUIRE(row.ok());
    CHECK(row->Bool(0, 0));
    CHECK(row->Numeric(0, 1) == *Decimal::Parse(sent[i]));
  }
}

TEST_CASE("COPY keeps the scale of a decimal", "[integration][postgres]") {
  Fixture fixture;
  const auto pool = fixture.OpenPool();
  const auto connection = MustAcquire(*pool);
  REQUIRE(connection->Execute("CREATE TABLE t (n numeric)").ok());
  REQUIRE(connection->Copy(fixture.Table("t"), {"n"}, std::vector<Value>{Decimal(1'500'000, 6)}).ok());
  CHECK(connection->Query("SELECT n::text FROM t")->Text(0, 0) == "1.500000");
}

TEST_CASE("Every kind of value survives COPY", "[integration][postgres]") {
  Fixture fixture;
  const auto pool = fixture.OpenPool();
  const auto connection = MustAcquire(*pool);
  REQUIRE(connection
              ->Execute("CREATE TABLE t (b bool, i int, l bigint, d float8, s text, y bytea, z timestamptz, a text[], "
                        "e text[], n text)")
              .ok());
  const std::vector<std::string> list = {"a,b", "\"q\"", ""};
  const absl::Time time = absl::FromUnixMicros(-1);
  const std::vector<Value> row = {
      false, int32_t{-1}, int64_t{1} << 40,           -0.5,   "naïve", Bytes{std::string("\0\1", 2)},
      time,  list,        std::vector<std::string>{}, nullptr};
  REQUIRE(connection->Copy(fixture.Table("t"), {"b", "i", "l", "d", "s", "y", "z", "a", "e", "n"}, row).ok());
  const auto back = connection->Query("SELECT b, i, l, d, s, y, z, a, e, n FROM t");
  REQUIRE(back.ok());
  CHECK_FALSE(back->Bool(0, 0));
  CHECK(back->Int64(0, 1) == -1);
  CHECK(back->Int64(0, 2) == int64_t{1} << 40);
  CHECK(back->Double(0, 3) == -0.5);
  CHECK(back->Text(0, 4) == "naïve");
  CHECK(back->Binary(0, 5) == std::string("\0\1", 2));
  CHECK(back->Time(0, 6) == time);
  CHECK(back->TextArray(0, 7) == list);
  CHECK(back->TextArray(0, 8).empty());
  CHECK(back->IsNull(0, 9));
}

TEST_CASE("COPY takes more rows than fit into any buffer, and none at all", "[integration][postgres]") {
  Fixture fixture;
  const auto pool = fixture.OpenPool();
  const auto connection = MustAcquire(*pool);
  REQUIRE(connection->Execute("CREATE TABLE t (id bigint, s text)").ok());
  constexpr int64_t kRows = 200'000;
  std::vector<Value> rows;
  for (int64_t i = 0; i < kRows; ++i) rows.insert(rows.end(), {i, std::string(40, 'x')});
  const auto copied = connection->Copy(fixture.Table("t"), {"id", "s"}, rows);
  REQUIRE(copied.ok());
  CHECK(*copied == kRows);
  CHECK(connection->Query("SELECT sum(id)::bigint FROM t")->Int64(0, 0) == kRows * (kRows - 1) / 2);
  CHECK(*connection->Copy(fixture.Table("t"), {"id", "s"}, {}) == 0);
}

TEST_CASE("A row that COPY cannot take leaves none of them, and the connection goes on", "[integration][postgres]") {
  Fixture fixture;
  const auto pool = fixture.OpenPool();
  const auto connection = MustAcquire(*pool);
  REQUIRE(connection->Execute("CREATE TABLE t (id bigint PRIMARY KEY)").ok());
  const std::vector<Value> twice = {int64_t{1}, int64_t{2}, int64_t{1}};
  CHECK(absl::IsAlreadyExists(connection->Copy(fixture.Table("t"), {"id"}, twice).status()));
  CHECK(absl::IsInternal(connection->Copy(fixture.Table("t"), {"id"}, std::vector<Value>{"text"}).status()));
  CHECK(absl::IsInternal(connection->Copy(fixture.Table("absent"), {"id"}, std::vector<Value>{int64_t{1}}).status()));
  CHECK(absl::IsInvalidArgument(connection->Copy(fixture.Table("t"), {"id", "more"}, twice).status()));
  CHECK(connection->Query("SELECT count(*) FROM t")->Int64(0, 0) == 0);
}

TEST_CASE("A COPY cut in the middle is kUnavailable and leaves no rows", "[integration][postgres]") {
  Fixture fixture;
  const auto pool = fixture.OpenPool(1);
  REQUIRE(MustAcquire(*pool)->Execute("CREATE TABLE t (id bigint)").ok());
  {
    const auto connection = MustAcquire(*pool);
    fixture.gate().SwallowAnswerTo("COPY");
    CHECK(absl::IsUnavailable(connection->Copy(fixture.Table("t"), {"id"}, std::vector<Value>{int64_t{1}}).status()));
  }
  CHECK(MustAcquire(*pool)->Query("SELECT count(*) FROM t")->Int64(0, 0) == 0);
}

}  // namespace mib::postgres
