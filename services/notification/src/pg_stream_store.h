#pragma once

#include "mib/base/clock.h"
#include "mib/postgres/pool.h"
#include "stream_store.h"

namespace mib::notification {

/// The stream's state, alerts, deliveries and outbox in PostgreSQL. `pool` and `clock` must outlive it.
class PgStreamStore final : public StreamStore {
 public:
  PgStreamStore(postgres::Pool& pool, const Clock& clock) : pool_(pool), clock_(clock) {}

  absl::StatusOr<StreamState> Load(const std::vector<kafka::TopicPartition>& partitions) override;
  absl::Status Commit(const StreamBatch& batch) override;

 private:
  postgres::Pool& pool_;
  const Clock& clock_;
};

}  // namespace mib::notification
