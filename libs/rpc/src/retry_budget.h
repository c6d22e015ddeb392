#pragma once

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace mib::rpc {

/// At most one retry per five calls, and ten in a row: retries must not become the load that keeps a failing service
/// down. Thread safe.
class RetryBudget {
 public:
  /// A first try was made.
  void Deposit();
  /// False when the budget is used up.
  bool Withdraw();

 private:
  static constexpr int kCostOfRetry = 5;
  static constexpr int kMost = 10 * kCostOfRetry;

  absl::Mutex mutex_;
  int balance_ ABSL_GUARDED_BY(mutex_) = kMost;
};

}  // namespace mib::rpc
