#include "mib/resilience/rate_limiter.h"

#include <catch2/catch_test_macros.hpp>
#include <deque>
#include <random>

namespace mib::resilience {
namespace {

const absl::Time kStart = absl::FromUnixSeconds(1705312800);
const RateLimit kSixtyAMinute{.limit = 60, .window = absl::Minutes(1), .burst = 3};

TEST_CASE("A burst passes at once, then one per interval", "[unit][rate]") {
  RateLimiter limiter(kSixtyAMinute);
  for (const int64_t remaining : {2, 1, 0}) {
    const RateDecision decision = limiter.Take(kStart);
    CHECK(decision.allowed);
    CHECK(decision.limit == 60);
    CHECK(decision.remaining == remaining);
  }
  const RateDecision refused = limiter.Take(kStart);
  CHECK_FALSE(refused.allowed);
  CHECK(refused.remaining == 0);
  CHECK(refused.retry_after == absl::Seconds(1));
  CHECK(refused.reset_after == absl::Seconds(3));
  CHECK(limiter.Take(kStart + absl::Seconds(1)).allowed);
  CHECK_FALSE(limiter.Take(kStart + absl::Seconds(1)).allowed);
}

TEST_CASE("A rested bucket is full again, and no fuller", "[unit][rate]") {
  RateLimiter limiter(kSixtyAMinute);
  for (int i = 0; i < 3; ++i) limiter.Take(kStart);
  const absl::Time later = kStart + absl::Hours(1);
  for (int i = 0; i < 3; ++i) CHECK(limiter.Take(later).allowed);
  CHECK_FALSE(limiter.Take(later).allowed);
}

TEST_CASE("Refused attempts do not push the next chance away", "[unit][rate]") {
  RateLimiter limiter(kSixtyAMinute);
  for (int i = 0; i < 1000; ++i) limiter.Take(kStart);
  CHECK(limiter.Take(kStart + absl::Seconds(1)).allowed);
}

TEST_CASE("A limit of nothing refuses everything", "[unit][rate]") {
  RateLimiter limiter({.limit = 0, .window = absl::Minutes(1), .burst = 5});
  const RateDecision decision = limiter.Take(kStart);
  CHECK_FALSE(decision.allowed);
  CHECK(decision.retry_after == absl::Minutes(1));
}

TEST_CASE("A clock that is set back costs at most one full burst of waiting", "[unit][rate]") {
  RateLimiter limiter(kSixtyAMinute);
  for (int i = 0; i < 3; ++i) limiter.Take(kStart);
  const absl::Time earlier = kStart - absl::Hours(24);
  CHECK_FALSE(limiter.Take(earlier).allowed);
  CHECK(limiter.Take(earlier + absl::Seconds(1)).allowed);
}

TEST_CASE("No window ever sees more than limit and burst together, and retry_after is exact",
          "[unit][rate][property]") {
  std::mt19937_64 random(11);
  const auto pick = [&](int64_t low, int64_t high) {
    return std::uniform_int_distribution<int64_t>(low, high)(random);
  };
  for (int round = 0; round < 100; ++round) {
    const RateLimit limit{.limit = pick(1, 50), .window = absl::Milliseconds(pick(1, 60'000)), .burst = pick(1, 20)};
    CAPTURE(limit.limit, absl::FormatDuration(limit.window), limit.burst);
    absl::Time state = absl::InfinitePast();
    absl::Time now = kStart;
    std::deque<absl::Time> allowed;
    for (int i = 0; i < 300; ++i) {
      now += limit.window / limit.limit * std::uniform_real_distribution<double>(0, 1.5)(random);
      const absl::Time before = state;
      const RateDecision decision = Gcra(limit, now, &state);
      if (decision.allowed) {
        allowed.push_back(now);
        while (allowed.front() <= now - limit.window) allowed.pop_front();
        REQUIRE(static_cast<int64_t>(allowed.size()) <= limit.limit + limit.burst);
        continue;
      }
      REQUIRE(decision.retry_after > absl::ZeroDuration());
      absl::Time at = before;
      REQUIRE(Gcra(limit, now + decision.retry_after, &at).allowed);
      at = before;
      REQUIRE_FALSE(Gcra(limit, now + decision.retry_after - absl::Nanoseconds(1), &at).allowed);
    }
  }
}

TEST_CASE("Remaining counts the events that would pass now", "[unit][rate][property]") {
  std::mt19937_64 random(12);
  const RateLimit limit{.limit = 7, .window = absl::Seconds(3), .burst = 5};
  absl::Time state = absl::InfinitePast();
  absl::Time now = kStart;
  for (int i = 0; i < 500; ++i) {
    now += absl::Milliseconds(std::uniform_int_distribution<int>(0, 900)(random));
    const RateDecision decision = Gcra(limit, now, &state);
    int64_t more = 0;
    for (absl::Time trial = state; Gcra(limit, now, &trial).allowed;) ++more;
    REQUIRE(decision.remaining == more);
  }
}

}  // namespace
}  // namespace mib::resilience
