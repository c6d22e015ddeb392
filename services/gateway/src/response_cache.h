#pragma once

#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "answer.h"
#include "lru_map.h"
#include "mib/base/clock.h"
#include "probe.h"

namespace mib::gateway {

/// Answers of routes whose contract allows it, kept as the bytes of their JSON for the contract's time, and for a while
/// longer as what is served when the service behind is away. Bounded; the longest unused go first. Thread safe.
class ResponseCache {
 public:
  ResponseCache(size_t max_entries, absl::Duration stale, const Clock& clock, Probe& probe)
      : stale_(stale), clock_(clock), probe_(probe), entries_(max_entries) {}

  struct Hit {
    AnswerPtr answer;
    /// Past its time: only for when there is no other.
    bool stale = false;
    /// How much longer it is good; zero when it is stale.
    absl::Duration max_age;
  };
  /// An empty answer when there is nothing. Counts a hit or a miss.
  Hit Find(std::string_view key);
  void Store(std::string_view key, AnswerPtr answer, absl::Duration ttl);

  size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    AnswerPtr answer;
    absl::Time expires_at;
  };

  const absl::Duration stale_;
  const Clock& clock_;
  Probe& probe_;
  LruMap<Entry> entries_;
};

/// Route, parameters in any order, decimals style and the permission the route asks for.
std::string CacheKey(const Route& route, const http::Target& target, DecimalStyle style);

}  // namespace mib::gateway
