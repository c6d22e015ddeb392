#include "errors.h"

#include <catch2/catch_test_macros.hpp>

#include "mib/base/errors.h"
#include "mib/base/status.h"

namespace mib::postgres {

TEST_CASE("SQLSTATEs map to the code that says what a caller can do", "[unit][postgres]") {
  const auto code = [](const char* sqlstate) { return StatusOf(ServerError{.sqlstate = sqlstate}).code(); };
  CHECK(code("23505") == absl::StatusCode::kAlreadyExists);
  CHECK(code("23503") == absl::StatusCode::kFailedPrecondition);
  CHECK(code("23514") == absl::StatusCode::kFailedPrecondition);
  CHECK(code("40001") == absl::StatusCode::kAborted);
  CHECK(code("40P01") == absl::StatusCode::kAborted);
  CHECK(code("57014") == absl::StatusCode::kDeadlineExceeded);
  CHECK(code("57P01") == absl::StatusCode::kUnavailable);
  CHECK(code("08006") == absl::StatusCode::kUnavailable);
  CHECK(code("53100") == absl::StatusCode::kResourceExhausted);
  CHECK(code("42P01") == absl::StatusCode::kInternal);
  CHECK(code("") == absl::StatusCode::kUnavailable);
}

TEST_CASE("Messages name the constraint and never a value", "[unit][postgres]") {
  CHECK(MessageOf(StatusOf(
            ServerError{.sqlstate = "23505", .message = "dup", .table = "users", .constraint = "users_email_key"})) ==
        "postgres: constraint users_email_key of table users is violated (23505)");
  CHECK(MessageOf(StatusOf(
            ServerError{.sqlstate = "22P02", .message = "invalid input syntax for type integer: \"secret\""})) ==
        "postgres: a value does not fit its type or column (22P02)");
  CHECK(MessageOf(StatusOf(ServerError{.sqlstate = "23502", .table = "users", .column = "email"})) ==
        "postgres: column email of table users must not be null (23502)");
  CHECK(MessageOf(StatusOf(ServerError{.sqlstate = "42P01", .message = "relation \"x\" does not exist"})) ==
        "postgres: relation \"x\" does not exist (42P01)");
}

TEST_CASE("A session that the server ended is not used again", "[unit][postgres]") {
  CHECK(EndsSession("57P01"));
  CHECK(EndsSession("08003"));
  CHECK(EndsSession("25006"));
  CHECK_FALSE(EndsSession("57014"));
  CHECK_FALSE(EndsSession("08P01"));
  CHECK_FALSE(EndsSession(""));
}

}  // namespace mib::postgres
