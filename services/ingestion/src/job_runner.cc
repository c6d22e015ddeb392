#include "job_runner.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "mib/base/errors.h"
#include "mib/base/ids.h"
#include "mib/base/log.h"
#include "mib/base/status.h"
#include "mib/telemetry/trace.h"
#include "text.h"

namespace mib::ingestion {
namespace {

constexpr absl::Duration kDefaultQuotaWait = absl::Seconds(60);
constexpr absl::Duration kFirstRetryWait = absl::Seconds(2);

absl::Duration QuotaWait(const absl::Status& status) {
  const auto detail = errors::DetailOf(status);
  const auto found = detail.details().find("retry_after_s");
  if (found == detail.details().end()) return kDefaultQuotaWait;
  int64_t seconds = 0;
  const std::string& text = found->second;
  const bool read = std::from_chars(text.data(), text.data() + text.size(), seconds).ec == std::errc();
  return read ? absl::Seconds(std::clamp<int64_t>(seconds, 1, 86400)) : kDefaultQuotaWait;
}

}  // namespace

JobRunner::JobRunner(const JobRunnerOptions& options, JobStore& store, BarJobs& work, JobsProbe& probe, Clock& clock)
    : options_(options), store_(store), work_(work), probe_(probe), clock_(clock) {}

JobRunner::~JobRunner() { Stop(); }

void JobRunner::Start() {
  for (int i = 0; i < options_.threads; ++i) threads_.emplace_back([this] { Loop(); });
}

void JobRunner::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

void JobRunner::Wake() {
  absl::MutexLock lock(&mutex_);
  ++wakes_;
}

void JobRunner::RenewLeases() {
  std::vector<std::string> owners;
  {
    absl::MutexLock lock(&mutex_);
    owners.assign(owners_.begin(), owners_.end());
  }
  if (owners.empty()) return;
  const absl::Status status = store_.Renew(owners, options_.lease);
  if (!status.ok()) log::Warning("leases of jobs cannot be renewed now", {{"error", ToString(status)}});
}

void JobRunner::Loop() {
  while (true) {
    const bool worked = RunOne();
    absl::MutexLock lock(&mutex_);
    if (stopping_) return;
    if (worked) continue;
    const uint64_t seen = wakes_;
    const auto woken = [this, seen]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return stopping_ || wakes_ != seen; };
    mutex_.AwaitWithTimeout(absl::Condition(&woken), options_.poll_interval);
  }
}

bool JobRunner::RunOne() {
  const std::string owner = NewUuid();
  absl::StatusOr<std::optional<Job>> job = store_.Lease(owner, options_.lease);
  if (!job.ok()) {
    log::Warning("jobs cannot be looked at now", {{"error", ToString(job.status())}});
    return false;
  }
  if (!*job) return false;
  probe_.running.Increment();
  {
    absl::MutexLock lock(&mutex_);
    owners_.insert(owner);
  }
  Work(**std::move(job), owner);
  probe_.running.Decrement();
  absl::MutexLock lock(&mutex_);
  owners_.erase(owner);
  return true;
}

void JobRunner::Work(Job job, const std::string& owner) {
  telemetry::Span span("job", telemetry::SpanKind::kInternal);
  span.Set("job.id", job.id);
  log::Info("job runs", {{"job", job.id}, {"type", job.type}, {"source", job.source}, {"progress", job.progress}});
  while (true) {
    const absl::StatusOr<bool> done = work_.Step(job);
    if (!AfterStep(job, owner, done)) return;
    absl::MutexLock lock(&mutex_);
    if (stopping_) break;
  }
  Postpone(job, owner, absl::ZeroDuration());
}

bool JobRunner::AfterStep(Job& job, const std::string& owner, const absl::StatusOr<bool>& done) {
  if (absl::IsResourceExhausted(done.status())) {
    // A quota opens again by itself: the job waits for it, however long, and this is no failure of the job.
    job.error = Printable(MessageOf(done.status()));
    Postpone(job, owner, QuotaWait(done.status()));
    return false;
  }
  if (!done.ok()) {
    job.error = Printable(MessageOf(done.status()));
    const bool again = errors::IsRetryable(done.status()) && ++job.failures < options_.attempts;
    if (again) {
      Postpone(job, owner, kFirstRetryWait * (int64_t{1} << std::min<int64_t>(job.failures - 1, 10)));
    } else {
      Finish(job, owner, "failed");
    }
    return false;
  }
  if (*done) {
    Finish(job, owner, job.records == 0 && job.errors > 0 ? "failed" : "completed");
    return false;
  }
  const absl::StatusOr<bool> ours = store_.Save(job, owner);
  // Without its progress saved the job is taken up from the step before, by whoever gets it.
  if (!ours.ok())
    log::Warning("progress of a job cannot be saved", {{"job", job.id}, {"error", ToString(ours.status())}});
  if (ours.ok() && !*ours) log::Info("job was cancelled or taken over", {{"job", job.id}});
  return ours.value_or(false);
}

void JobRunner::Postpone(const Job& job, const std::string& owner, absl::Duration wait) {
  const absl::StatusOr<bool> saved = store_.Postpone(job, owner, wait);
  if (!saved.ok())
    log::Warning("job waits for its lease to end", {{"job", job.id}, {"error", ToString(saved.status())}});
}

void JobRunner::Finish(Job& job, const std::string& owner, const std::string& status) {
  job.status = status;
  job.completed_at = clock_.Now();
  if (status == "completed") {
    job.progress = 1;
    // What it waited for on the way is no error of the whole.
    if (job.errors == 0) job.error.clear();
  }
  const absl::StatusOr<bool> saved = store_.Finish(job, owner);
  if (!saved.ok()) {
    log::Warning("the end of a job cannot be saved, it will be done again",
                 {{"job", job.id}, {"error", ToString(saved.status())}});
    return;
  }
  if (!*saved) return;
  (status == "completed" ? probe_.completed : probe_.failed).Increment();
  log::Info(
      "job ended",
      {{"job", job.id}, {"status", status}, {"records", job.records}, {"errors", job.errors}, {"error", job.error}});
}

}  // namespace mib::ingestion
