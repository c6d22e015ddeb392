#include "ingestion_service.h"

#include <algorithm>
#include <utility>

#include "fmt/format.h"
#include "job_request.h"
#include "mib/base/errors.h"
#include "mib/base/ids.h"
#include "mib/base/status.h"
#include "mib/market/proto.h"
#include "text.h"

namespace mib::ingestion {
namespace {

constexpr uint32_t kDefaultLimit = 50;
constexpr uint32_t kMaxLimit = 500;

uint32_t LimitOf(uint32_t asked) { return asked == 0 ? kDefaultLimit : std::min(asked, kMaxLimit); }

v1::Job ToProto(const Job& job) {
  v1::Job proto;
  proto.set_id(job.id);
  proto.set_type(job.type);
  proto.set_source(job.source);
  for (const std::string& symbol : job.symbols) proto.add_symbols(symbol);
  proto.set_interval(job.interval);
  proto.set_status(job.status);
  *proto.mutable_created_at() = market::ToProto(job.created_at);
  if (job.started_at) *proto.mutable_started_at() = market::ToProto(*job.started_at);
  if (job.completed_at) *proto.mutable_completed_at() = market::ToProto(*job.completed_at);
  proto.set_records_processed(static_cast<uint64_t>(job.records));
  proto.set_errors_count(static_cast<uint64_t>(job.errors));
  proto.set_progress(job.progress);
  proto.set_error(job.error);
  return proto;
}

v1::Budget ToProto(const BudgetState& state) {
  v1::Budget proto;
  proto.set_limit(static_cast<uint32_t>(state.limit));
  proto.set_window_seconds(static_cast<uint32_t>(absl::ToInt64Seconds(state.window)));
  proto.set_used(static_cast<uint32_t>(state.used));
  proto.set_remaining(static_cast<uint32_t>(std::max<int64_t>(state.remaining, 0)));
  *proto.mutable_resets_at() = market::ToProto(state.resets_at);
  return proto;
}

}  // namespace

IngestionService::IngestionService(std::vector<SourceEntry> sources, std::string import_dir, JobStore& jobs,
                                   DeadLetterStore& dead_letters, std::function<void()> on_new_job, const Clock& clock)
    : sources_(std::move(sources)),
      import_dir_(std::move(import_dir)),
      jobs_(jobs),
      dead_letters_(dead_letters),
      on_new_job_(std::move(on_new_job)),
      clock_(clock) {}

absl::StatusOr<v1::Job> IngestionService::CreateJob(const rpc::Context&, const v1::CreateJobRequest& request) {
  ASSIGN_OR_RETURN(Job job, ReadJobRequest(request, sources_, import_dir_, clock_.Now()));
  job.id = NewUuid();
  RETURN_IF_ERROR(jobs_.Insert(job));
  on_new_job_();
  return ToProto(job);
}

absl::StatusOr<v1::ListJobsResponse> IngestionService::ListJobs(const rpc::Context&,
                                                                const v1::ListJobsRequest& request) {
  ASSIGN_OR_RETURN(const std::vector<Job> jobs, jobs_.List(LimitOf(request.limit()), request.status()));
  v1::ListJobsResponse response;
  for (const Job& job : jobs) *response.add_jobs() = ToProto(job);
  return response;
}

absl::StatusOr<v1::Job> IngestionService::GetJob(const rpc::Context&, const v1::GetJobRequest& request) {
  ASSIGN_OR_RETURN(const Job job, jobs_.Find(request.id()));
  return ToProto(job);
}

absl::StatusOr<v1::Job> IngestionService::CancelJob(const rpc::Context&, const v1::CancelJobRequest& request) {
  ASSIGN_OR_RETURN(const Job job, jobs_.Cancel(request.id()));
  if (job.status != "cancelled") {
    return errors::Make(api::v1::CONFLICT, fmt::format("The job is {} already.", job.status),
                        {{"id", job.id}, {"status", job.status}});
  }
  return ToProto(job);
}

absl::StatusOr<v1::ListSourcesResponse> IngestionService::ListSources(const rpc::Context&,
                                                                      const v1::ListSourcesRequest&) {
  v1::ListSourcesResponse response;
  for (const SourceEntry& entry : sources_) {
    v1::Source& source = *response.add_sources();
    source.set_id(entry.id);
    source.set_name(entry.name);
    for (const std::string& capability : entry.capabilities) source.add_capabilities(capability);
    source.set_status(entry.enabled ? entry.status() : "disabled");
    if (entry.budget != nullptr) *source.mutable_budget() = ToProto(entry.budget->state());
  }
  return response;
}

absl::StatusOr<v1::ListQuarantineResponse> IngestionService::ListQuarantine(const rpc::Context&,
                                                                            const v1::ListQuarantineRequest& request) {
  ASSIGN_OR_RETURN(const std::vector<events::v1::DeadLetter> letters, dead_letters_.List(LimitOf(request.limit())));
  v1::ListQuarantineResponse response;
  for (const events::v1::DeadLetter& letter : letters) {
    v1::QuarantinedRecord& record = *response.add_records();
    record.set_id(letter.id());
    record.set_origin(letter.origin());
    record.set_symbol(letter.symbol());
    record.set_reason(letter.reason());
    record.set_payload(Printable(letter.payload()));
    *record.mutable_refused_at() = letter.refused_at();
  }
  return response;
}

void IngestionService::BindTo(rpc::ServiceBinder& binder) {
  constexpr std::string_view kService = "mib.ingestion.v1.Ingestion";
  constexpr auto kBlocking = rpc::Execution::kBlocking;
  binder.Bind(kService, "CreateJob", kBlocking, &IngestionService::CreateJob, this);
  binder.Bind(kService, "ListJobs", kBlocking, &IngestionService::ListJobs, this);
  binder.Bind(kService, "GetJob", kBlocking, &IngestionService::GetJob, this);
  binder.Bind(kService, "CancelJob", kBlocking, &IngestionService::CancelJob, this);
  binder.Bind(kService, "ListSources", kBlocking, &IngestionService::ListSources, this);
  binder.Bind(kService, "ListQuarantine", kBlocking, &IngestionService::ListQuarantine, this);
}

}  // namespace mib::ingestion
