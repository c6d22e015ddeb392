#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "identity.h"
#include "lru_map.h"
#include "mib/base/clock.h"
#include "mib/config/v1/gateway.pb.h"
#include "mib/http/message.h"
#include "mib/resilience/rate_limiter.h"
#include "probe.h"

namespace mib::gateway {

/// How one limit stands after a request.
struct LimitState {
  /// "ip", "login", "anonymous", "user" or "key".
  std::string_view name;
  resilience::RateLimit limit;
  resilience::RateDecision decision;
};

/// What was counted under a key since the last time it was shared.
struct Usage {
  std::string key;
  int64_t count = 0;
  /// Time that one request takes from the bucket.
  absl::Duration step;
};

/// Limits by client address and by identity; a request passes when all that apply let it pass. They are asked in turn,
/// the address first, and one that is refused counts towards those before the one that refused it.
///
/// Decisions are made in memory, by the generic cell rate algorithm, in well under a microsecond and whether or not
/// Redis is there. What was counted is shared with the other gateways afterwards (RateLimitSync), so that n gateways
/// together let through one limit plus what they take within one interval of sharing. Thread safe.
class RateLimits {
 public:
  RateLimits(const config::v1::GatewayRateLimits& config, const Clock& clock, Probe& probe);

  /// Appends how the limits of the address stand. False: refused.
  bool TakeForAddress(std::string_view limit_key, bool login, std::vector<LimitState>* states);
  bool TakeForIdentity(const Identity& identity, std::string_view limit_key, std::vector<LimitState>* states);

  /// What is to be shared, at most `max` keys.
  std::vector<Usage> DrainUsage(size_t max);
  /// The bucket as all gateways together see it: never less used than it is here.
  void Merge(std::string_view key, absl::Time theoretical_arrival);

 private:
  struct Bucket {
    absl::Time theoretical_arrival = absl::InfinitePast();
    int64_t unshared = 0;
  };
  struct Wanted {
    std::string_view name;
    std::string_view who;
    resilience::RateLimit limit;
  };
  bool Take(const std::vector<Wanted>& wanted, std::vector<LimitState>* states);
  void Remember(const std::string& key, absl::Duration step);

  const Clock& clock_;
  Probe& probe_;
  const resilience::RateLimit ip_;
  const resilience::RateLimit login_;
  const resilience::RateLimit anonymous_;
  const resilience::RateLimit user_;
  const resilience::RateLimit key_;
  LruMap<Bucket> buckets_;
  std::mutex dirty_mutex_;
  absl::flat_hash_map<std::string, absl::Duration> dirty_;
};

/// X-RateLimit-* of the tightest limit and RateLimit-Policy, RateLimit of all; Retry-After where one refused.
void AddRateLimitHeaders(const std::vector<LimitState>& states, absl::Time now, http::Headers* headers);

}  // namespace mib::gateway
