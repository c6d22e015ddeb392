#include "retry_budget.h"

#include <catch2/catch_test_macros.hpp>

namespace mib::rpc {

TEST_CASE("A budget lets ten retries through, then one per five calls", "[unit][rpc]") {
  RetryBudget budget;
  int allowed = 0;
  while (budget.Withdraw()) ++allowed;
  CHECK(allowed == 10);
  for (int i = 0; i < 4; ++i) budget.Deposit();
  CHECK_FALSE(budget.Withdraw());
  budget.Deposit();
  CHECK(budget.Withdraw());
  CHECK_FALSE(budget.Withdraw());
}

TEST_CASE("A budget does not grow without end in good times", "[unit][rpc]") {
  RetryBudget budget;
  for (int i = 0; i < 10'000; ++i) budget.Deposit();
  int allowed = 0;
  while (budget.Withdraw()) ++allowed;
  CHECK(allowed == 10);
}

}  // namespace mib::rpc
