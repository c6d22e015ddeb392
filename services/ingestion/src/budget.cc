#include "budget.h"

#include <algorithm>
#include <utility>

#include "fmt/format.h"
#include "mib/base/errors.h"
#include "mib/base/status.h"
#include "mib/base/time.h"

namespace mib::ingestion {
namespace {

std::string DayOf(absl::Time now) { return absl::FormatTime("%Y-%m-%d", now, absl::UTCTimeZone()); }

absl::Time NextMidnight(absl::Time now) {
  return absl::FromCivil(absl::ToCivilDay(now, absl::UTCTimeZone()) + 1, absl::UTCTimeZone());
}

}  // namespace

Budget::Budget(std::string source, const BudgetLimits& limits, DailyCounter* daily, const Clock& clock)
    : source_(std::move(source)), limits_(limits), daily_(daily), clock_(clock) {
  if (daily_ == nullptr) return;
  absl::MutexLock lock(&mutex_);
  day_ = DayOf(clock_.Now());
  // Only what is shown depends on it: Take asks again.
  used_today_ = daily_->Used(source_, day_).value_or(0);
}

absl::Status Budget::Take() {
  absl::MutexLock lock(&mutex_);
  const absl::Time now = clock_.Now();
  if (now < paused_until_) return Exhausted(paused_until_);
  Forget(now);
  if (static_cast<int64_t>(recent_.size()) >= limits_.calls) return Exhausted(recent_.front() + limits_.window);
  if (daily_ != nullptr) {
    const std::string today = DayOf(now);
    if (today != day_) used_today_ = 0;
    day_ = today;
    ASSIGN_OR_RETURN(const std::optional<int64_t> used, daily_->Take(source_, today, limits_.calls_per_day));
    used_today_ = used.value_or(limits_.calls_per_day);
    if (!used) {
      paused_until_ = NextMidnight(now);
      return Exhausted(paused_until_);
    }
  }
  recent_.push_back(now);
  return absl::OkStatus();
}

void Budget::Pause(absl::Duration duration) {
  absl::MutexLock lock(&mutex_);
  paused_until_ = std::max(paused_until_, clock_.Now() + duration);
}

absl::Time Budget::next_allowed() const {
  absl::MutexLock lock(&mutex_);
  Forget(clock_.Now());
  const bool full = static_cast<int64_t>(recent_.size()) >= limits_.calls;
  return std::max(paused_until_, full ? recent_.front() + limits_.window : absl::InfinitePast());
}

BudgetState Budget::state() const {
  absl::MutexLock lock(&mutex_);
  const absl::Time now = clock_.Now();
  Forget(now);
  BudgetState state{limits_.calls, limits_.window, static_cast<int64_t>(recent_.size()), 0,
                    recent_.empty() ? now : recent_.front() + limits_.window};
  state.remaining = state.limit - state.used;
  const int64_t used_today = day_ == DayOf(now) ? used_today_ : 0;
  if (daily_ != nullptr && limits_.calls_per_day - used_today <= state.remaining) {
    state = {limits_.calls_per_day, absl::Hours(24), used_today, limits_.calls_per_day - used_today, NextMidnight(now)};
  }
  if (now < paused_until_) {
    state.remaining = 0;
    state.resets_at = std::max(state.resets_at, paused_until_);
  }
  return state;
}

void Budget::Forget(absl::Time now) const {
  while (!recent_.empty() && now - recent_.front() >= limits_.window) recent_.pop_front();
}

absl::Status Budget::Exhausted(absl::Time until) {
  const int64_t seconds =
      std::max<int64_t>(1, absl::ToInt64Seconds(absl::Ceil(until - clock_.Now(), absl::Seconds(1))));
  return errors::Make(api::v1::UPSTREAM_BUDGET_EXHAUSTED,
                      fmt::format("{} allows no more calls until {}.", source_, mib::FormatTime(until)),
                      {{"source", source_}, {"retry_after_s", fmt::format("{}", seconds)}});
}

}  // namespace mib::ingestion
