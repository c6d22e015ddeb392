#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace mib::notification {

/// A delivery that is due and ours for a while.
struct DueDelivery {
  std::string id;
  /// The number of the attempt to be made, from 1.
  int64_t attempt = 1;
  std::string channel_id;
  std::string url;
  std::string sealed_secret;
  std::string body;
  /// Of the alert; may be empty.
  std::string traceparent;
};

enum class DeliveryStatus { kPending, kDelivered, kFailed };
/// "pending", "delivered", "failed".
std::string_view Name(DeliveryStatus status);

/// What came of an attempt.
struct Attempt {
  std::string delivery_id;
  int64_t attempt = 1;
  /// Of the delivery from now on; kPending: it will be tried again.
  DeliveryStatus status = DeliveryStatus::kPending;
  /// 0 where there was no answer.
  int http_status = 0;
  std::string error;
  absl::Time attempted_at;
  std::optional<absl::Time> next_attempt_at;
};

/// The queue of deliveries. Thread safe, across processes too.
class DeliveryStore {
 public:
  virtual ~DeliveryStore() = default;
  /// Takes up to `max` due deliveries for `lease`; nobody else gets them meanwhile. One whose attempt is not recorded
  /// in that time (its process died) becomes due again.
  virtual absl::StatusOr<std::vector<DueDelivery>> Lease(int max, absl::Time now, absl::Duration lease) = 0;
  /// Nothing happens when the lease has run out and another worker has recorded that attempt.
  virtual absl::Status Record(const Attempt& attempt) = 0;
};

}  // namespace mib::notification
