#include "mib/resilience/backoff.h"

#include <catch2/catch_test_macros.hpp>

#include "simulated_clock.h"

namespace mib::resilience {
namespace {

const absl::Time kStart = absl::FromUnixSeconds(1705312800);

TEST_CASE("Waits stay below a ceiling that doubles up to the cap", "[unit][backoff]") {
  const BackoffPolicy policy{.base = absl::Milliseconds(100), .cap = absl::Seconds(5)};
  for (uint64_t seed = 0; seed < 200; ++seed) {
    Backoff backoff(policy, seed);
    absl::Duration ceiling = policy.base;
    for (int i = 0; i < 100; ++i) {
      const absl::Duration wait = backoff.Next();
      CHECK(wait >= absl::ZeroDuration());
      CHECK(wait <= std::min(ceiling, policy.cap));
      ceiling *= 2;
    }
  }
}

TEST_CASE("Waits are spread over the whole range", "[unit][backoff]") {
  const BackoffPolicy policy{.base = absl::Seconds(1), .cap = absl::Seconds(1)};
  absl::Duration sum;
  int low = 0;
  Backoff backoff(policy, 42);
  for (int i = 0; i < 10'000; ++i) {
    const absl::Duration wait = backoff.Next();
    sum += wait;
    low += wait < absl::Milliseconds(100) ? 1 : 0;
  }
  // Uniform: mean 0.5 s, a tenth below 0.1 s; the bounds are more than six standard deviations wide.
  CHECK(absl::AbsDuration(sum / 10'000 - absl::Milliseconds(500)) < absl::Milliseconds(20));
  CHECK(std::abs(low - 1000) < 200);
}

TEST_CASE("The same seed gives the same waits, and Reset starts over from the base", "[unit][backoff]") {
  const BackoffPolicy policy{.base = absl::Milliseconds(10), .cap = absl::Hours(1)};
  Backoff a(policy, 7);
  Backoff b(policy, 7);
  for (int i = 0; i < 20; ++i) CHECK(a.Next() == b.Next());
  CHECK(a.tried() == 20);
  a.Reset();
  CHECK(a.tried() == 0);
  CHECK(a.Next() <= policy.base);
}

TEST_CASE("Work that recovers is tried until it succeeds", "[unit][backoff]") {
  SimulatedClock clock(kStart);
  int calls = 0;
  const absl::Status status =
      Retry({.attempts = 5}, clock, 1, [&] { return ++calls < 3 ? absl::UnavailableError("away") : absl::OkStatus(); });
  CHECK(status.ok());
  CHECK(calls == 3);
  CHECK(clock.Now() > kStart);
}

TEST_CASE("The last error is returned when the attempts are used up", "[unit][backoff]") {
  SimulatedClock clock(kStart);
  int calls = 0;
  const BackoffPolicy policy{.base = absl::Seconds(1), .cap = absl::Seconds(4), .attempts = 4};
  const absl::Status status = Retry(policy, clock, 1, [&] {
    return ++calls == 4 ? absl::DeadlineExceededError("last") : absl::UnavailableError("earlier");
  });
  CHECK(status == absl::DeadlineExceededError("last"));
  CHECK(calls == 4);
  CHECK(clock.Now() - kStart <= absl::Seconds(1 + 2 + 4));
}

TEST_CASE("An error that trying again cannot mend is returned at once", "[unit][backoff]") {
  SimulatedClock clock(kStart);
  int calls = 0;
  const absl::Status status = Retry({.attempts = 5}, clock, 1, [&] {
    ++calls;
    return absl::NotFoundError("no");
  });
  CHECK(status == absl::NotFoundError("no"));
  CHECK(calls == 1);
  CHECK(clock.Now() == kStart);
}

}  // namespace
}  // namespace mib::resilience
