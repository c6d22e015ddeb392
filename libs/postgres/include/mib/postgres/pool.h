#pragma once

#include <memory>

#include "mib/postgres/connection.h"

namespace mib::postgres {

struct PoolOptions {
  /// libpq connection string.
  std::string dsn = {};
  /// A file whose first line is the password; empty: as the dsn says.
  std::string password_file = {};
  int size = 4;
  absl::Duration connect_timeout = absl::Seconds(3);
  absl::Duration statement_timeout = absl::Seconds(10);
  /// How long Acquire waits for a connection.
  absl::Duration acquire_timeout = absl::Seconds(5);
  std::string application_name = {};
};

/// A bounded set of connections, made when first needed, checked and replaced when broken, with waits between tries
/// while the server is away (50 ms doubling to 1 s, jittered). Thread safe; leases must not outlive the pool.
class Pool {
 public:
  class Returner {
   public:
    void operator()(Connection* connection) const;
    Pool* pool = nullptr;
  };
  using Lease = std::unique_ptr<Connection, Returner>;

  static absl::StatusOr<std::unique_ptr<Pool>> Open(const PoolOptions& options, telemetry::Metrics& metrics,
                                                    Clock& clock);
  virtual ~Pool() = default;

  /// kUnavailable when the server is away, kResourceExhausted when all connections stay busy.
  virtual absl::StatusOr<Lease> Acquire() = 0;
  /// OK when a trivial query is answered.
  virtual absl::Status Check() = 0;

 private:
  virtual void Return(Connection* connection) = 0;
};

}  // namespace mib::postgres
