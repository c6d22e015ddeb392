#pragma once

#include <vector>

#include "engine_store.h"
#include "mib/postgres/pool.h"

namespace mib::core_engine {

/// EngineStore in the schema core_engine (migrations/). One transaction per Commit: offsets first, guarded by the
/// values expected, then rows.
class PostgresEngineStore final : public EngineStore {
 public:
  explicit PostgresEngineStore(postgres::Pool& pool) : pool_(pool) {}

  absl::StatusOr<Snapshot> Load(const std::vector<kafka::TopicPartition>& partitions) override;
  absl::Status Commit(const Changes& changes, const Publish& publish) override;
  absl::StatusOr<std::map<kafka::TopicPartition, int64_t>> ReadOffsets(
      const std::vector<kafka::TopicPartition>& partitions) override;

 private:
  postgres::Pool& pool_;
};

}  // namespace mib::core_engine
