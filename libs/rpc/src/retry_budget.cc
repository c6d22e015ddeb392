#include "retry_budget.h"

#include <algorithm>

namespace mib::rpc {

void RetryBudget::Deposit() {
  absl::MutexLock lock(&mutex_);
  balance_ = std::min(balance_ + 1, kMost);
}

bool RetryBudget::Withdraw() {
  absl::MutexLock lock(&mutex_);
  if (balance_ < kCostOfRetry) return false;
  balance_ -= kCostOfRetry;
  return true;
}

}  // namespace mib::rpc
