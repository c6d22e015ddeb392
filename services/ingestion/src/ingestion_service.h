#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "budget.h"
#include "dead_letters.h"
#include "job_store.h"
#include "mib/base/clock.h"
#include "mib/ingestion/v1/ingestion.pb.h"
#include "mib/rpc/context.h"
#include "mib/rpc/server.h"

namespace mib::ingestion {

/// A provider as the API shows it and as jobs may use it.
struct SourceEntry {
  std::string id;
  std::string name;
  /// daily, candles, trades, quotes.
  std::vector<std::string> capabilities;
  bool enabled = false;
  /// Null where nothing is counted.
  const Budget* budget = nullptr;
  /// connected, disconnected or idle; asked while enabled.
  std::function<std::string()> status;
};

/// The RPCs of mib.ingestion.v1.Ingestion. Thread safe as far as its parts are; handlers block on the database.
class IngestionService {
 public:
  /// Arguments must outlive it. `on_new_job` is called after a job was stored.
  IngestionService(std::vector<SourceEntry> sources, std::string import_dir, JobStore& jobs,
                   DeadLetterStore& dead_letters, std::function<void()> on_new_job, const Clock& clock);

  absl::StatusOr<v1::Job> CreateJob(const rpc::Context& context, const v1::CreateJobRequest& request);
  absl::StatusOr<v1::ListJobsResponse> ListJobs(const rpc::Context& context, const v1::ListJobsRequest& request);
  absl::StatusOr<v1::Job> GetJob(const rpc::Context& context, const v1::GetJobRequest& request);
  absl::StatusOr<v1::Job> CancelJob(const rpc::Context& context, const v1::CancelJobRequest& request);
  absl::StatusOr<v1::ListSourcesResponse> ListSources(const rpc::Context& context,
                                                      const v1::ListSourcesRequest& request);
  absl::StatusOr<v1::ListQuarantineResponse> ListQuarantine(const rpc::Context& context,
                                                            const v1::ListQuarantineRequest& request);

  void BindTo(rpc::ServiceBinder& binder);

 private:
  const std::vector<SourceEntry> sources_;
  const std::string import_dir_;
  JobStore& jobs_;
  DeadLetterStore& dead_letters_;
  const std::function<void()> on_new_job_;
  const Clock& clock_;
};

}  // namespace mib::ingestion
