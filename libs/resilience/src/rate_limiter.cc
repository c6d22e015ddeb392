#include "mib/resilience/rate_limiter.h"

#include <algorithm>

namespace mib::resilience {

RateDecision Gcra(const RateLimit& limit, absl::Time now, absl::Time* theoretical_arrival) {
  if (limit.limit <= 0 || limit.burst <= 0) return {.retry_after = limit.window, .reset_after = limit.window};
  const absl::Duration interval = limit.window / limit.limit;
  const absl::Duration capacity = interval * limit.burst;

  // The arrival is never further ahead than a full burst, except when the clock was set back: then the debt is cut to
  // that.
  const absl::Time arrival = std::clamp(*theoretical_arrival, now, now + capacity);
  const absl::Time next_arrival = arrival + interval;
  const absl::Duration wait = next_arrival - capacity - now;

  RateDecision decision;
  decision.limit = limit.limit;
  decision.allowed = wait <= absl::ZeroDuration();
  *theoretical_arrival = decision.allowed ? next_arrival : arrival;
  const absl::Duration debt = *theoretical_arrival - now;
  absl::Duration rest;
  decision.remaining = absl::IDivDuration(capacity - debt, interval, &rest);
  decision.retry_after = std::max(absl::ZeroDuration(), debt + interval - capacity);
  decision.reset_after = debt;
  return decision;
}

RateDecision RateLimiter::Take(absl::Time now) {
  absl::MutexLock lock(&mutex_);
  return Gcra(limit_, now, &theoretical_arrival_);
}

}  // namespace mib::resilience
