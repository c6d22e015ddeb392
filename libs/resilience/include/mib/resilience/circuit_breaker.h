#pragma once

#include <string_view>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "mib/base/clock.h"

namespace mib::resilience {

struct BreakerOptions {
  /// Consecutive failures that open it.
  int failure_threshold = 5;
  /// How long it stays open before a try is let through.
  absl::Duration recovery_timeout = absl::Seconds(30);
  /// Consecutive successes that close it again.
  int success_threshold = 2;
};

/// Keeps callers away from something that keeps failing. Thread safe.
///
///   RETURN_IF_ERROR(breaker.Admit());         // CIRCUIT_OPEN while open
///   breaker.Report(Call());                   // exactly once per admission
class CircuitBreaker {
 public:
  enum class State { kClosed, kOpen, kHalfOpen };

  CircuitBreaker(const BreakerOptions& options, const Clock& clock);
  absl::Status Admit();
  /// Only errors that speak of the other side's health count (errors::IsRetryable and kInternal); a NOT_FOUND is a
  /// success.
  void Report(const absl::Status& status);
  State state() const;
  /// Closes it, whatever happened.
  void Reset();

 private:
  const BreakerOptions options_;
  const Clock& clock_;
  mutable absl::Mutex mutex_;
  State state_ ABSL_GUARDED_BY(mutex_) = State::kClosed;
  int failures_ ABSL_GUARDED_BY(mutex_) = 0;
  int successes_ ABSL_GUARDED_BY(mutex_) = 0;
  bool trial_running_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Time opened_at_ ABSL_GUARDED_BY(mutex_);
};

/// "closed", "open", "half_open".
std::string_view Name(CircuitBreaker::State state);

}  // namespace mib::resilience
