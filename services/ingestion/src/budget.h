#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "mib/base/clock.h"

namespace mib::ingestion {

/// Counts a source's calls per UTC day in a place that survives restarts and that all processes share. Thread safe.
class DailyCounter {
 public:
  virtual ~DailyCounter() = default;
  /// Takes one of `limit` calls of `day` ("2024-01-15") and returns how many are used with it; nullopt when none is
  /// left.
  virtual absl::StatusOr<std::optional<int64_t>> Take(std::string_view source, std::string_view day, int64_t limit) = 0;
  virtual absl::StatusOr<int64_t> Used(std::string_view source, std::string_view day) = 0;
};

struct BudgetLimits {
  /// Calls within any `window`.
  int64_t calls = 1;
  absl::Duration window = absl::Seconds(1);
  /// Calls within a UTC day; 0: as many as `calls` allows.
  int64_t calls_per_day = 0;
};

/// The window of a budget that has the least left.
struct BudgetState {
  int64_t limit = 0;
  absl::Duration window;
  int64_t used = 0;
  int64_t remaining = 0;
  absl::Time resets_at;
};

/// What a provider lets us call. Thread safe.
class Budget {
 public:
  /// `daily` may be null where there is no limit per day; it must outlive the budget.
  Budget(std::string source, const BudgetLimits& limits, DailyCounter* daily, const Clock& clock);

  /// Spends one call, or UPSTREAM_BUDGET_EXHAUSTED with details.retry_after_s. Asks the daily counter: may block on the
  /// database.
  absl::Status Take();
  /// The provider asked for a pause.
  void Pause(absl::Duration duration);
  /// When Take may succeed again, as far as is known: in the past when it may now.
  absl::Time next_allowed() const;
  BudgetState state() const;

 private:
  void Forget(absl::Time now) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status Exhausted(absl::Time until) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const std::string source_;
  const BudgetLimits limits_;
  DailyCounter* const daily_;
  const Clock& clock_;
  mutable absl::Mutex mutex_;
  // Times of the calls within the window, oldest first.
  mutable std::deque<absl::Time> recent_ ABSL_GUARDED_BY(mutex_);
  absl::Time paused_until_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
  std::string day_ ABSL_GUARDED_BY(mutex_);
  int64_t used_today_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace mib::ingestion
