#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "changes.h"
#include "mib/redis/redis.h"
#include "probe.h"

namespace mib::core_engine {

/// Latest quotes in Redis, for the other processes of the service. Best effort: a failure is counted and forgotten.
/// Thread safe.
class QuoteCache {
 public:
  QuoteCache(redis::Redis& redis, Probe& probe) : redis_(redis), probe_(probe) {}

  void Put(const std::vector<QuoteChange>& quotes);
  std::optional<market::v1::Quote> Get(std::string_view symbol);

 private:
  redis::Redis& redis_;
  Probe& probe_;
};

}  // namespace mib::core_engine
