#include "mib/resilience/circuit_breaker.h"

#include <catch2/catch_test_macros.hpp>

#include "mib/base/errors.h"
#include "simulated_clock.h"

namespace mib::resilience {
namespace {

const absl::Status kAway = absl::UnavailableError("away");

struct Fixture {
  SimulatedClock clock{absl::FromUnixSeconds(1705312800)};
  CircuitBreaker breaker{{.failure_threshold = 3, .recovery_timeout = absl::Seconds(30), .success_threshold = 2},
                         clock};

  void Call(const absl::Status& result) {
    REQUIRE(breaker.Admit().ok());
    breaker.Report(result);
  }
  void Open() {
    for (int i = 0; i < 3; ++i) Call(kAway);
    REQUIRE(breaker.state() == CircuitBreaker::State::kOpen);
  }
};

TEST_CASE_METHOD(Fixture, "It opens after so many failures in a row, not before", "[unit][breaker]") {
  Call(kAway);
  Call(kAway);
  CHECK(breaker.state() == CircuitBreaker::State::kClosed);
  Call(absl::OkStatus());
  Call(kAway);
  Call(kAway);
  CHECK(breaker.state() == CircuitBreaker::State::kClosed);
  Call(absl::InternalError("broken"));
  CHECK(breaker.state() == CircuitBreaker::State::kOpen);
}

TEST_CASE_METHOD(Fixture, "While open it refuses with CIRCUIT_OPEN and says for how long", "[unit][breaker]") {
  Open();
  clock.Advance(absl::Milliseconds(10'500));
  const absl::Status refused = breaker.Admit();
  CHECK(refused.code() == absl::StatusCode::kUnavailable);
  CHECK(errors::DetailOf(refused).code() == api::v1::CIRCUIT_OPEN);
  CHECK(errors::DetailOf(refused).details().at("retry_after_s") == "20");
}

TEST_CASE_METHOD(Fixture, "Errors of the caller's making do not open it", "[unit][breaker]") {
  for (int i = 0; i < 10; ++i) Call(absl::NotFoundError("no such thing"));
  for (int i = 0; i < 10; ++i) Call(absl::InvalidArgumentError("bad"));
  CHECK(breaker.state() == CircuitBreaker::State::kClosed);
}

TEST_CASE_METHOD(Fixture, "After the recovery timeout one try at a time is let through", "[unit][breaker]") {
  Open();
  clock.Advance(absl::Seconds(30) - absl::Nanoseconds(1));
  CHECK_FALSE(breaker.Admit().ok());
  clock.Advance(absl::Nanoseconds(1));
  CHECK(breaker.Admit().ok());
  CHECK(breaker.state() == CircuitBreaker::State::kHalfOpen);
  CHECK(errors::DetailOf(breaker.Admit()).code() == api::v1::CIRCUIT_OPEN);
  breaker.Report(absl::OkStatus());
  CHECK(breaker.Admit().ok());
}

TEST_CASE_METHOD(Fixture, "It closes after so many successes, and then counts failures from zero", "[unit][breaker]") {
  Open();
  clock.Advance(absl::Seconds(30));
  Call(absl::OkStatus());
  CHECK(breaker.state() == CircuitBreaker::State::kHalfOpen);
  Call(absl::OkStatus());
  CHECK(breaker.state() == CircuitBreaker::State::kClosed);
  Call(kAway);
  Call(kAway);
  CHECK(breaker.state() == CircuitBreaker::State::kClosed);
}

TEST_CASE_METHOD(Fixture, "A failed try opens it for the whole timeout again", "[unit][breaker]") {
  Open();
  clock.Advance(absl::Seconds(30));
  Call(absl::OkStatus());
  Call(kAway);
  CHECK(breaker.state() == CircuitBreaker::State::kOpen);
  clock.Advance(absl::Seconds(29));
  CHECK_FALSE(breaker.Admit().ok());
  clock.Advance(absl::Seconds(1));
  Call(absl::OkStatus());
  CHECK(breaker.state() == CircuitBreaker::State::kHalfOpen);
}

TEST_CASE_METHOD(Fixture, "Late answers do not change an open circuit", "[unit][breaker]") {
  REQUIRE(breaker.Admit().ok());
  Open();
  breaker.Report(absl::OkStatus());
  CHECK(breaker.state() == CircuitBreaker::State::kOpen);
}

TEST_CASE_METHOD(Fixture, "Reset closes it", "[unit][breaker]") {
  Open();
  breaker.Reset();
  CHECK(breaker.state() == CircuitBreaker::State::kClosed);
  Call(kAway);
  Call(kAway);
  CHECK(breaker.state() == CircuitBreaker::State::kClosed);
}

TEST_CASE_METHOD(Fixture, "A clock that is set back does not keep it open longer than the timeout", "[unit][breaker]") {
  Open();
  clock.Advance(-absl::Hours(24));
  CHECK_FALSE(breaker.Admit().ok());
  clock.Advance(absl::Seconds(30));
  CHECK(breaker.Admit().ok());
}

TEST_CASE("States have the names that metrics and the API show", "[unit][breaker]") {
  CHECK(Name(CircuitBreaker::State::kClosed) == "closed");
  CHECK(Name(CircuitBreaker::State::kOpen) == "open");
  CHECK(Name(CircuitBreaker::State::kHalfOpen) == "half_open");
}

}  // namespace
}  // namespace mib::resilience
