#include "mib/resilience/circuit_breaker.h"

#include <algorithm>

#include "fmt/format.h"
#include "mib/base/errors.h"

namespace mib::resilience {
namespace {

bool SpeaksOfHealth(const absl::Status& status) {
  return errors::IsRetryable(status) || status.code() == absl::StatusCode::kInternal;
}

absl::Status CircuitOpen(absl::Duration wait) {
  const int64_t seconds = std::max<int64_t>(1, absl::ToInt64Seconds(absl::Ceil(wait, absl::Seconds(1))));
  return errors::Make(api::v1::CIRCUIT_OPEN, "It failed too often and is given time to recover.",
                      {{"retry_after_s", fmt::format("{}", seconds)}});
}

}  // namespace

CircuitBreaker::CircuitBreaker(const BreakerOptions& options, const Clock& clock) : options_(options), clock_(clock) {}

absl::Status CircuitBreaker::Admit() {
  const absl::Time now = clock_.Now();
  absl::MutexLock lock(&mutex_);
  if (state_ == State::kClosed) return absl::OkStatus();
  if (state_ == State::kOpen) {
    // A clock that was set back would otherwise keep it open for as long as the step.
    opened_at_ = std::min(opened_at_, now);
    const absl::Duration wait = opened_at_ + options_.recovery_timeout - now;
    if (wait > absl::ZeroDuration()) return CircuitOpen(wait);
    state_ = State::kHalfOpen;
    successes_ = 0;
    trial_running_ = false;
  }
  // Half open: one try at a time, so that a service that comes back is not met by everybody at once.
  if (trial_running_) return CircuitOpen(absl::Seconds(1));
  trial_running_ = true;
  return absl::OkStatus();
}

void CircuitBreaker::Report(const absl::Status& status) {
  const absl::Time now = clock_.Now();
  absl::MutexLock lock(&mutex_);
  // Open: the late answer of a call admitted before. In half open such an answer counts like that of the trial: it is
  // as fresh.
  if (state_ == State::kOpen) return;
  trial_running_ = false;
  if (SpeaksOfHealth(status)) {
    ++failures_;
    if (state_ == State::kHalfOpen || failures_ >= options_.failure_threshold) {
      state_ = State::kOpen;
      opened_at_ = now;
    }
    return;
  }
  failures_ = 0;
  if (state_ == State::kHalfOpen && ++successes_ >= options_.success_threshold) state_ = State::kClosed;
}

CircuitBreaker::State CircuitBreaker::state() const {
  absl::MutexLock lock(&mutex_);
  return state_;
}

void CircuitBreaker::Reset() {
  absl::MutexLock lock(&mutex_);
  state_ = State::kClosed;
  failures_ = 0;
  successes_ = 0;
  trial_running_ = false;
}

std::string_view Name(CircuitBreaker::State state) {
  switch (state) {
    case CircuitBreaker::State::kClosed:
      return "closed";
    case CircuitBreaker::State::kOpen:
      return "open";
    case CircuitBreaker::State::kHalfOpen:
      return "half_open";
  }
  return "unknown";
}

}  // namespace mib::resilience
