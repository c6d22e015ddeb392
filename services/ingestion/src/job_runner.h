#pragma once

#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "bar_jobs.h"
#include "job_store.h"
#include "mib/base/clock.h"
#include "probe.h"

namespace mib::ingestion {

struct JobRunnerOptions {
  int threads = 2;
  absl::Duration lease = absl::Seconds(15);
  absl::Duration poll_interval = absl::Milliseconds(500);
  /// Tries of a job whose provider fails in a way that may pass.
  int attempts = 3;
};

/// Takes jobs from the store and does them. Whatever kills the process, a job goes on from its last saved step, here or
/// elsewhere, when its lease has ended. Cancelling takes effect between two steps.
class JobRunner {
 public:
  /// Arguments must outlive it.
  JobRunner(const JobRunnerOptions& options, JobStore& store, BarJobs& work, JobsProbe& probe, Clock& clock);
  ~JobRunner();

  void Start();
  /// Ends after the steps that run now; unfinished jobs go back into the queue.
  void Stop();
  /// There is a new job: no need to wait for the next look.
  void Wake();
  /// Called about once a second, so that long steps do not lose their lease.
  void RenewLeases();

  /// Takes one job and does it to the end, or until it cannot go on. False when none waits. Run by the threads, and by
  /// tests.
  bool RunOne();

 private:
  void Loop();
  void Work(Job job, const std::string& owner);
  /// True when the job is to go on.
  bool AfterStep(Job& job, const std::string& owner, const absl::StatusOr<bool>& done);
  void Postpone(const Job& job, const std::string& owner, absl::Duration wait);
  void Finish(Job& job, const std::string& owner, const std::string& status);

  const JobRunnerOptions options_;
  JobStore& store_;
  BarJobs& work_;
  JobsProbe& probe_;
  Clock& clock_;
  absl::Mutex mutex_;
  // One per lease, never used again: who lost a lease cannot be mistaken for who has it, not even within one process.
  std::set<std::string> owners_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  uint64_t wakes_ ABSL_GUARDED_BY(mutex_) = 0;
  std::vector<std::thread> threads_;
};

}  // namespace mib::ingestion
