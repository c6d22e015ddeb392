#include "mib/postgres/pool.h"

#include <fmt/format.h>

#include <chrono>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "mib/base/ids.h"
#include "mib/base/status.h"
#include "mib/resilience/backoff.h"
#include "pq_connection.h"
#include "probe.h"

namespace mib::postgres {
namespace {

constexpr resilience::BackoffPolicy kReconnect = {.base = absl::Milliseconds(50), .cap = absl::Seconds(1)};

uint64_t RandomSeed() {
  uint64_t seed = 0;
  RandomBytes(reinterpret_cast<uint8_t*>(&seed), sizeof(seed));
  return seed;
}

class PqPool final : public Pool {
 public:
  PqPool(const PoolOptions& options, telemetry::Metrics& metrics, Clock& clock)
      : options_(options), probe_(metrics), clock_(clock), backoff_(kReconnect, RandomSeed()) {}

  absl::StatusOr<Lease> Acquire() override;
  absl::Status Check() override;

 private:
  void Return(Connection* connection) override;

  // Waits for one of the `size` places; gives the connection idle there, or null.
  absl::StatusOr<std::unique_ptr<PqConnection>> TakePlace();
  void FreePlace(std::unique_ptr<PqConnection> idle);
  // A new connection, not before the wait after the last failure is over.
  absl::StatusOr<std::unique_ptr<PqConnection>> Connect();

  const PoolOptions options_;
  Probe probe_;
  Clock& clock_;

  absl::Mutex mutex_;
  // The one used last is at the back.
  std::vector<std::unique_ptr<PqConnection>> idle_ ABSL_GUARDED_BY(mutex_);
  int taken_ ABSL_GUARDED_BY(mutex_) = 0;
  // Broken connections that nothing has replaced yet.
  int lost_ ABSL_GUARDED_BY(mutex_) = 0;
  resilience::Backoff backoff_ ABSL_GUARDED_BY(mutex_);
  absl::Time next_try_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
};

absl::StatusOr<std::unique_ptr<PqConnection>> PqPool::TakePlace() {
  const auto has_place = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return taken_ < options_.size; };
  const absl::MutexLock lock(&mutex_);
  if (!mutex_.AwaitWithTimeout(absl::Condition(&has_place), options_.acquire_timeout)) {
    return absl::ResourceExhaustedError(fmt::format("postgres: all {} connections are busy", options_.size));
  }
  ++taken_;
  probe_.in_use.Set(taken_);
  if (idle_.empty()) return nullptr;
  std::unique_ptr<PqConnection> connection = std::move(idle_.back());
  idle_.pop_back();
  return connection;
}

void PqPool::FreePlace(std::unique_ptr<PqConnection> idle) {
  const absl::MutexLock lock(&mutex_);
  if (idle != nullptr) idle_.push_back(std::move(idle));
  --taken_;
  probe_.in_use.Set(taken_);
}

absl::StatusOr<std::unique_ptr<PqConnection>> PqPool::Connect() {
  absl::Duration wait;
  {
    const absl::MutexLock lock(&mutex_);
    wait = next_try_ - clock_.Now();
  }
  if (wait > absl::ZeroDuration()) clock_.Sleep(wait);
  absl::StatusOr<std::unique_ptr<Session>> session = Session::Connect(options_);
  const absl::MutexLock lock(&mutex_);
  if (!session.ok()) {
    next_try_ = clock_.Now() + backoff_.Next();
    return session.status();
  }
  backoff_.Reset();
  next_try_ = absl::InfinitePast();
  if (lost_ > 0) {
    --lost_;
    probe_.reconnects.Increment();
  }
  return std::make_unique<PqConnection>(*std::move(session), probe_);
}

absl::StatusOr<Pool::Lease> PqPool::Acquire() {
  const auto start = std::chrono::steady_clock::now();
  ASSIGN_OR_RETURN(std::unique_ptr<PqConnection> connection, TakePlace());
  if (connection != nullptr && connection->Stale()) {
    connection.reset();
    const absl::MutexLock lock(&mutex_);
    ++lost_;
  }
  if (connection == nullptr) {
    absl::StatusOr<std::unique_ptr<PqConnection>> made = Connect();
    if (!made.ok()) {
      FreePlace(nullptr);
      return made.status();
    }
    connection = *std::move(made);
  }
  probe_.wait.Observe(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  return Lease(connection.release(), Returner{this});
}

void PqPool::Return(Connection* connection) {
  std::unique_ptr<PqConnection> owned(static_cast<PqConnection*>(connection));
  if (!owned->Reusable()) {
    owned.reset();
    const absl::MutexLock lock(&mutex_);
    ++lost_;
  }
  FreePlace(std::move(owned));
}

absl::Status PqPool::Check() {
  ASSIGN_OR_RETURN(const Lease connection, Acquire());
  return connection->Query("SELECT 1").status();
}

absl::Status CheckDsn(const std::string& dsn) {
  char* error = nullptr;
  PQconninfoOption* parsed = PQconninfoParse(dsn.c_str(), &error);
  // libpq's message quotes the text, which may hold a password.
  PQfreemem(error);
  if (parsed == nullptr) {
    return absl::InvalidArgumentError(
        "postgres: dsn is not a libpq connection string (expected e.g. host=127.0.0.1 dbname=mib user=auth)");
  }
  PQconninfoFree(parsed);
  return absl::OkStatus();
}

}  // namespace

void Pool::Returner::operator()(Connection* connection) const { pool->Return(connection); }

absl::StatusOr<std::unique_ptr<Pool>> Pool::Open(const PoolOptions& options, telemetry::Metrics& metrics,
                                                 Clock& clock) {
  RETURN_IF_ERROR(CheckDsn(options.dsn));
  if (options.size < 1 || options.statement_timeout <= absl::ZeroDuration() ||
      options.connect_timeout <= absl::ZeroDuration()) {
    return absl::InvalidArgumentError("postgres: pool size and timeouts must be positive");
  }
  return std::make_unique<PqPool>(options, metrics, clock);
}

}  // namespace mib::postgres
