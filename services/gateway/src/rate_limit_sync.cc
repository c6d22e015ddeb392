#include "rate_limit_sync.h"

#include <chrono>
#include <vector>

#include "mib/base/log.h"
#include "mib/base/status.h"

namespace mib::gateway {
namespace {

constexpr size_t kKeysPerCall = 256;

// The generic cell rate algorithm on a time stamp that all gateways share. KEYS: buckets. ARGV: now, then step and
// count per bucket; all times in microseconds. Answers with each bucket's theoretical arrival time.
constexpr std::string_view kScript = R"lua(
local now = tonumber(ARGV[1])
local arrivals = {}
for i, key in ipairs(KEYS) do
  local arrival = tonumber(redis.call('GET', key) or '0')
  if arrival < now then arrival = now end
  arrival = arrival + tonumber(ARGV[2 * i]) * tonumber(ARGV[2 * i + 1])
  redis.call('SET', key, string.format('%.0f', arrival), 'PX', math.ceil((arrival - now) / 1000) + 1000)
  arrivals[i] = arrival
end
return arrivals
)lua";

}  // namespace

void RateLimitSync::Start(absl::Duration interval) {
  thread_ = std::thread([this, interval] {
    std::unique_lock lock(mutex_);
    while (!wake_.wait_for(lock, absl::ToChronoMilliseconds(interval), [this] { return stopping_; })) {
      lock.unlock();
      ShareOnce();
      lock.lock();
    }
  });
}

void RateLimitSync::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

bool RateLimitSync::ShareOnce() {
  for (;;) {
    const std::vector<Usage> usage = limits_.DrainUsage(kKeysPerCall);
    if (usage.empty()) return true;
    std::vector<std::string> keys;
    std::vector<std::string> arguments{std::to_string(absl::ToUnixMicros(clock_.Now()))};
    for (const Usage& used : usage) {
      keys.push_back(used.key);
      arguments.push_back(std::to_string(absl::ToInt64Microseconds(used.step)));
      arguments.push_back(std::to_string(used.count));
    }
    const absl::StatusOr<std::vector<int64_t>> arrivals = redis_.Eval(kScript, keys, arguments);
    if (!arrivals.ok() || arrivals->size() != keys.size()) {
      probe_.rate_limit_fallback.Increment(static_cast<double>(usage.size()));
      log::Debug("rate limits are not shared", {{"error", ToString(arrivals.status())}});
      return false;
    }
    for (size_t i = 0; i < keys.size(); ++i) limits_.Merge(keys[i], absl::FromUnixMicros((*arrivals)[i]));
  }
}

}  // namespace mib::gateway
