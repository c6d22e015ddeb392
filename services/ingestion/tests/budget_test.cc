#include "budget.h"

#include <catch2/catch_test_macros.hpp>

#include "fakes.h"

namespace mib::ingestion {
namespace {

class FakeCounter final : public DailyCounter {
 public:
  absl::StatusOr<std::optional<int64_t>> Take(std::string_view, std::string_view day, int64_t limit) override {
    if (!status.ok()) return status;
    int64_t& used = days[std::string(day)];
    if (used >= limit) return std::optional<int64_t>();
    return std::optional<int64_t>(++used);
  }
  absl::StatusOr<int64_t> Used(std::string_view, std::string_view day) override { return days[std::string(day)]; }

  absl::Status status;
  std::map<std::string, int64_t> days;
};

std::string RetryAfter(const absl::Status& status) {
  const auto detail = errors::DetailOf(status);
  CHECK(detail.code() == api::v1::UPSTREAM_BUDGET_EXHAUSTED);
  return detail.details().at("retry_after_s");
}

TEST_CASE("No more calls than allowed fall into any window", "[unit]") {
  SimulatedClock clock(At("2024-01-15T10:00:00Z"));
  Budget budget("x", {5, absl::Minutes(1), 0}, nullptr, clock);
  for (int i = 0; i < 5; ++i) {
    REQUIRE(budget.Take().ok());
    clock.Advance(absl::Seconds(10));
  }
  CHECK(RetryAfter(budget.Take()) == "10");
  clock.Advance(absl::Seconds(10));
  CHECK(budget.Take().ok());
  CHECK(RetryAfter(budget.Take()) == "10");
}

TEST_CASE("The state shows what is left and when more comes", "[unit]") {
  SimulatedClock clock(At("2024-01-15T10:00:00Z"));
  Budget budget("x", {5, absl::Minutes(1), 0}, nullptr, clock);
  REQUIRE(budget.Take().ok());
  const BudgetState state = budget.state();
  CHECK(state.limit == 5);
  CHECK(state.used == 1);
  CHECK(state.remaining == 4);
  CHECK(state.resets_at == At("2024-01-15T10:01:00Z"));
}

TEST_CASE("The day's calls are counted over restarts and end at midnight UTC", "[unit]") {
  SimulatedClock clock(At("2024-01-15T22:00:00Z"));
  FakeCounter counter;
  {
    Budget budget("x", {5, absl::Minutes(1), 3}, &counter, clock);
    REQUIRE(budget.Take().ok());
    REQUIRE(budget.Take().ok());
  }
  Budget budget("x", {5, absl::Minutes(1), 3}, &counter, clock);
  CHECK(budget.state().used == 2);
  CHECK(budget.state().window == absl::Hours(24));
  REQUIRE(budget.Take().ok());
  CHECK(RetryAfter(budget.Take()) == "7200");
  clock.Advance(absl::Hours(2));
  CHECK(budget.Take().ok());
  CHECK(counter.days["2024-01-16"] == 1);
}

TEST_CASE("A pause that the provider asked for is kept", "[unit]") {
  SimulatedClock clock(At("2024-01-15T10:00:00Z"));
  Budget budget("x", {5, absl::Minutes(1), 0}, nullptr, clock);
  budget.Pause(absl::Seconds(90));
  CHECK(RetryAfter(budget.Take()) == "90");
  CHECK(budget.state().remaining == 0);
  clock.Advance(absl::Seconds(90));
  CHECK(budget.Take().ok());
}

TEST_CASE("Without its counter a daily budget lets nothing through", "[unit]") {
  SimulatedClock clock(At("2024-01-15T10:00:00Z"));
  FakeCounter counter;
  counter.status = absl::UnavailableError("database is away");
  Budget budget("x", {5, absl::Minutes(1), 3}, &counter, clock);
  CHECK(absl::IsUnavailable(budget.Take()));
}

}  // namespace
}  // namespace mib::ingestion
