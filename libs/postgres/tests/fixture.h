#pragma once

#include <memory>
#include <string>

#include "mib/base/clock.h"
#include "mib/postgres/pool.h"
#include "tcp_gate.h"

namespace mib::postgres {

/// A schema of its own on the server that MIB_TEST_PG_DSN names, and a gate in front of that server. Skips the test
/// when it is unset.
class Fixture {
 public:
  Fixture();
  ~Fixture();

  /// A pool that goes through the gate; unqualified names are the schema's.
  std::unique_ptr<Pool> OpenPool(PoolOptions options = {});
  std::unique_ptr<Pool> OpenPool(int size) { return OpenPool(PoolOptions{.size = size}); }
  /// The value that /metrics shows for a name (summed over its labels) or for a name with its labels.
  double Metric(const std::string& name) const;

  const std::string& schema() const { return schema_; }
  std::string Table(const std::string& name) const { return schema_ + "." + name; }
  TcpGate& gate() { return *gate_; }

 private:
  std::string dsn_;
  std::string schema_;
  SystemClock clock_;
  telemetry::Metrics metrics_;
  std::unique_ptr<TcpGate> gate_;
};

/// A connection that the test cannot do without.
Pool::Lease MustAcquire(Pool& pool);

}  // namespace mib::postgres
