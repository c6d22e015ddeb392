#pragma once

// PostgreSQL through libpq. No libpq type appears here.
//
//   ASSIGN_OR_RETURN(auto connection, pool.Acquire());
//   ASSIGN_OR_RETURN(Result rows, connection->Query("SELECT name FROM users WHERE user_id = $1", {id}));
//   for (int i = 0; i < rows.size(); ++i) Use(rows.Text(i, 0));

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "mib/base/clock.h"
#include "mib/base/decimal.h"
#include "mib/postgres/value.h"
#include "mib/telemetry/metrics.h"

namespace mib::postgres {

/// Rows of one answer. Getters of a NULL give the type's zero; ask IsNull where it matters. A wrong column type is a
/// fault of ours and ends the process with a message in debug builds.
class Result {
 public:
  struct Impl;
  explicit Result(std::shared_ptr<Impl> impl);
  ~Result();
  Result(Result&&) noexcept;
  Result& operator=(Result&&) noexcept;

  int size() const;
  /// Rows that an INSERT, UPDATE or DELETE touched.
  int64_t affected() const;
  bool IsNull(int row, int column) const;
  std::string Text(int row, int column) const;
  int64_t Int64(int row, int column) const;
  double Double(int row, int column) const;
  bool Bool(int row, int column) const;
  Decimal Numeric(int row, int column) const;
  absl::Time Time(int row, int column) const;
  std::string Binary(int row, int column) const;
  std::vector<std::string> TextArray(int row, int column) const;

 private:
  std::shared_ptr<Impl> impl_;
};

struct Statement {
  std::string sql;
  std::vector<Value> parameters;
};

/// One connection. One thread at a time. Statements are prepared once per connection and text.
///
/// Errors: kAlreadyExists for a unique violation, kFailedPrecondition for other constraint violations, kAborted for a
/// serialisation failure or deadlock, kDeadlineExceeded for the statement timeout, kUnavailable when the server is away
/// or does not answer (the connection is then replaced by the pool; whether a write outside a transaction took place is
/// not known), kResourceExhausted when the server is out of disk, memory or connections, kInvalidArgument for text with
/// a NUL byte, kInternal for anything else. Messages name the constraint, never the parameters' values.
class Connection {
 public:
  virtual ~Connection() = default;
  virtual absl::StatusOr<Result> Query(std::string_view sql, const std::vector<Value>& parameters = {}) = 0;
  /// Several statements in one round trip (pipeline mode); outside a transaction they are one transaction of their own.
  virtual absl::StatusOr<std::vector<Result>> Pipeline(const std::vector<Statement>& statements) = 0;
  /// Binary COPY of rows into `table` ("schema.table") columns. `rows` holds size/columns.size() rows, one after
  /// another. Column types must match the values': int64_t BIGINT, Decimal NUMERIC, absl::Time TIMESTAMPTZ, std::string
  /// TEXT, ...
  virtual absl::StatusOr<int64_t> Copy(std::string_view table, const std::vector<std::string>& columns,
                                       std::span<const Value> rows) = 0;
  /// Runs `work` between BEGIN and COMMIT; rolls back when it fails. kUnknown when the connection broke during COMMIT
  /// itself, so that nobody knows: the caller must look.
  virtual absl::Status Transaction(const std::function<absl::Status(Connection&)>& work) = 0;
  /// Statements without parameters, several separated by semicolons; for migrations.
  virtual absl::Status Execute(std::string_view sql) = 0;
};

}  // namespace mib::postgres
