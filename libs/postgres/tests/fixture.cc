#include "fixture.h"

#include <fmt/format.h>

#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <sstream>

#include "mib/base/ids.h"
#include "mib/base/status.h"

namespace mib::postgres {
namespace {

int PortOf(const std::string& dsn) {
  const size_t at = dsn.find("port=");
  return at == std::string::npos ? 5432 : std::atoi(dsn.c_str() + at + 5);
}

// Later keywords of a connection string win.
std::string Through(const std::string& dsn, int port, const std::string& schema) {
  return fmt::format("{} host=127.0.0.1 port={} options='-c search_path={}'", dsn, port, schema);
}

}  // namespace

Fixture::Fixture() {
  const char* dsn = std::getenv("MIB_TEST_PG_DSN");
  if (dsn == nullptr) SKIP("MIB_TEST_PG_DSN is not set");
  dsn_ = dsn;
  schema_ = "t" + NewUuid().substr(0, 8);
  gate_ = std::make_unique<TcpGate>(PortOf(dsn_));
  const std::unique_ptr<Pool> pool = OpenPool();
  REQUIRE(MustAcquire(*pool)->Execute("CREATE SCHEMA " + schema_).ok());
}

Fixture::~Fixture() {
  if (gate_ == nullptr) return;
  gate_->Freeze(false);
  gate_->Open();
  const std::unique_ptr<Pool> pool = OpenPool();
  auto connection = pool->Acquire();
  if (connection.ok()) (void)(*connection)->Execute("DROP SCHEMA IF EXISTS " + schema_ + " CASCADE");
}

std::unique_ptr<Pool> Fixture::OpenPool(PoolOptions options) {
  options.dsn = Through(dsn_ + " " + options.dsn, gate_->port(), schema_);
  auto pool = Pool::Open(options, metrics_, clock_);
  if (!pool.ok()) FAIL(ToString(pool.status()));
  return *std::move(pool);
}

double Fixture::Metric(const std::string& name) const {
  std::istringstream lines(metrics_.Render());
  double sum = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with(name) && (line[name.size()] == '{' || line[name.size()] == ' '))
      sum += std::atof(line.c_str() + line.rfind(' '));
  }
  return sum;
}

Pool::Lease MustAcquire(Pool& pool) {
  auto connection = pool.Acquire();
  if (!connection.ok()) FAIL(ToString(connection.status()));
  return *std::move(connection);
}

}  // namespace mib::postgres
