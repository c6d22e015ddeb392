#pragma once

#include "job_store.h"
#include "mib/postgres/pool.h"

namespace mib::ingestion {

/// Jobs in the table ingestion.jobs. Leases are measured by the database's clock, so processes need not agree on the
/// time.
class PostgresJobStore final : public JobStore {
 public:
  /// `pool` must outlive it.
  explicit PostgresJobStore(postgres::Pool& pool) : pool_(pool) {}

  absl::Status Insert(const Job& job) override;
  absl::StatusOr<Job> Find(const std::string& id) override;
  absl::StatusOr<std::vector<Job>> List(uint32_t limit, const std::string& status) override;
  absl::StatusOr<Job> Cancel(const std::string& id) override;
  absl::StatusOr<std::optional<Job>> Lease(std::string_view owner, absl::Duration lease) override;
  absl::Status Renew(const std::vector<std::string>& owners, absl::Duration lease) override;
  absl::StatusOr<bool> Save(const Job& job, std::string_view owner) override;
  absl::StatusOr<bool> Finish(const Job& job, std::string_view owner) override;
  absl::StatusOr<bool> Postpone(const Job& job, std::string_view owner, absl::Duration wait) override;

 private:
  absl::StatusOr<std::vector<Job>> Select(std::string_view sql, const std::vector<postgres::Value>& parameters);
  absl::StatusOr<bool> Update(std::string_view sql, const std::vector<postgres::Value>& parameters);

  postgres::Pool& pool_;
};

}  // namespace mib::ingestion
