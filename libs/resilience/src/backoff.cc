#include "mib/resilience/backoff.h"

#include <algorithm>

#include "mib/base/errors.h"

namespace mib::resilience {
namespace {

// Doubling this often takes any base past any cap; durations saturate, so there is no overflow on the way.
constexpr int kMostDoublings = 62;

// splitmix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014): good from the first number
// on, whatever the seed.
uint64_t NextRandom(uint64_t* state) {
  *state += 0x9e3779b97f4a7c15;
  uint64_t z = *state;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

// Uniform in [0, 1): the top 53 bits.
double UnitInterval(uint64_t random) { return static_cast<double>(random >> 11) * 0x1.0p-53; }

}  // namespace

absl::Duration Backoff::Next() {
  const int64_t factor = int64_t{1} << std::min(tried_, kMostDoublings);
  const absl::Duration ceiling = std::min(policy_.cap, policy_.base * factor);
  if (tried_ < kMostDoublings) ++tried_;
  return ceiling * UnitInterval(NextRandom(&state_));
}

absl::Status Retry(const BackoffPolicy& policy, Clock& clock, uint64_t seed,
                   const std::function<absl::Status()>& work) {
  Backoff backoff(policy, seed);
  for (int attempt = 1;; ++attempt) {
    absl::Status status = work();
    if (attempt >= policy.attempts || !errors::IsRetryable(status)) return status;
    clock.Sleep(backoff.Next());
  }
}

}  // namespace mib::resilience
