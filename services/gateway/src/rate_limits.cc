#include "rate_limits.h"

#include <fmt/format.h>

#include <algorithm>

namespace mib::gateway {
namespace {

// A backlog of sharing larger than this is not worth keeping: the local decision stands anyway.
constexpr size_t kMaxDirty = 100000;

resilience::RateLimit Per(uint32_t limit, absl::Duration window, uint32_t burst) {
  return {.limit = limit, .window = window, .burst = std::max<int64_t>(1, burst)};
}

int64_t Ceil(absl::Duration duration) { return absl::ToInt64Seconds(absl::Ceil(duration, absl::Seconds(1))); }

}  // namespace

RateLimits::RateLimits(const config::v1::GatewayRateLimits& config, const Clock& clock, Probe& probe)
    : clock_(clock),
      probe_(probe),
      ip_(Per(config.ip_per_minute(), absl::Minutes(1), config.ip_burst())),
      login_(Per(config.login_per_minute(), absl::Minutes(1), config.login_per_minute())),
      anonymous_(Per(config.anonymous_per_hour(), absl::Hours(1), config.anonymous_per_hour())),
      user_(Per(config.user_per_hour(), absl::Hours(1), config.user_per_hour())),
      key_(Per(config.key_per_hour(), absl::Hours(1), config.key_per_hour())),
      buckets_(config.max_callers()) {}

bool RateLimits::TakeForAddress(std::string_view limit_key, bool login, std::vector<LimitState>* states) {
  std::vector<Wanted> wanted{{"ip", limit_key, ip_}};
  if (login) wanted.push_back({"login", limit_key, login_});
  return Take(wanted, states);
}

bool RateLimits::TakeForIdentity(const Identity& identity, std::string_view limit_key,
                                 std::vector<LimitState>* states) {
  switch (identity.kind) {
    case Identity::Kind::kAnonymous:
      return Take({{"anonymous", limit_key, anonymous_}}, states);
    case Identity::Kind::kUser:
      return Take({{"user", identity.principal.user_id, user_}}, states);
    case Identity::Kind::kApiKey:
      return Take({{"key", identity.key_digest, key_}}, states);
  }
  return false;
}

bool RateLimits::Take(const std::vector<Wanted>& wanted, std::vector<LimitState>* states) {
  const absl::Time now = clock_.Now();
  bool allowed = true;
  for (const Wanted& want : wanted) {
    if (want.limit.limit == 0) continue;
    const std::string key = fmt::format("rate_limit:{}:{}", want.name, want.who);
    LimitState state{want.name, want.limit, {}};
    // A limit after one that refused is only looked at.
    const bool count = allowed;
    buckets_.Update(key, [&](Bucket& bucket) {
      absl::Time arrival = bucket.theoretical_arrival;
      state.decision = resilience::Gcra(want.limit, now, &arrival);
      if (!state.decision.allowed || !count) return;
      bucket.theoretical_arrival = arrival;
      ++bucket.unshared;
    });
    if (!state.decision.allowed) {
      probe_.RateLimited(want.name).Increment();
      allowed = false;
    } else if (count) {
      Remember(key, want.limit.window / want.limit.limit);
    }
    states->push_back(state);
  }
  return allowed;
}

void RateLimits::Remember(const std::string& key, absl::Duration step) {
  const std::lock_guard lock(dirty_mutex_);
  if (dirty_.size() < kMaxDirty) dirty_.try_emplace(key, step);
}

std::vector<Usage> RateLimits::DrainUsage(size_t max) {
  std::vector<Usage> usage;
  {
    const std::lock_guard lock(dirty_mutex_);
    while (!dirty_.empty() && usage.size() < max) {
      const auto first = dirty_.begin();
      usage.push_back({first->first, 0, first->second});
      dirty_.erase(first);
    }
  }
  for (Usage& used : usage) {
    buckets_.Update(used.key, [&](Bucket& bucket) { used.count = std::exchange(bucket.unshared, 0); });
  }
  std::erase_if(usage, [](const Usage& used) { return used.count == 0; });
  return usage;
}

void RateLimits::Merge(std::string_view key, absl::Time theoretical_arrival) {
  buckets_.Update(key, [&](Bucket& bucket) {
    bucket.theoretical_arrival = std::max(bucket.theoretical_arrival, theoretical_arrival);
  });
}

void AddRateLimitHeaders(const std::vector<LimitState>& states, absl::Time now, http::Headers* headers) {
  if (states.empty()) return;
  const auto tightest = std::min_element(states.begin(), states.end(), [](const LimitState& a, const LimitState& b) {
    if (a.decision.allowed != b.decision.allowed) return !a.decision.allowed;
    if (!a.decision.allowed) return a.decision.retry_after > b.decision.retry_after;
    return a.decision.remaining < b.decision.remaining;
  });
  const resilience::RateDecision& decision = tightest->decision;
  const absl::Duration until = decision.allowed ? decision.reset_after : decision.retry_after;
  headers->emplace("X-RateLimit-Limit", std::to_string(tightest->limit.limit));
  headers->emplace("X-RateLimit-Remaining", std::to_string(decision.allowed ? decision.remaining : 0));
  headers->emplace("X-RateLimit-Reset", std::to_string(absl::ToUnixSeconds(now + absl::Ceil(until, absl::Seconds(1)))));
  std::string policy;
  for (const LimitState& state : states) {
    fmt::format_to(std::back_inserter(policy), "{}\"{}\";q={};w={}", policy.empty() ? "" : ", ", state.name,
                   state.limit.limit, absl::ToInt64Seconds(state.limit.window));
  }
  headers->emplace("RateLimit-Policy", std::move(policy));
  headers->emplace("RateLimit",
                   fmt::format("\"{}\";r={};t={}", tightest->name, decision.allowed ? decision.remaining : 0,
                               std::max<int64_t>(0, Ceil(until))));
  if (!decision.allowed)
    headers->emplace("Retry-After", std::to_string(std::max<int64_t>(1, Ceil(decision.retry_after))));
}

}  // namespace mib::gateway
