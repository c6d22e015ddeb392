#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "mib/notification/v1/alerts.pb.h"

namespace mib::notification {

/// What was raised and sent, for who owns it. Thread safe.
class AlertHistory {
 public:
  virtual ~AlertHistory() = default;
  /// Newest first.
  virtual absl::StatusOr<v1::ListAlertsResponse> Alerts(const std::string& owner_id,
                                                        const v1::ListAlertsRequest& filter) = 0;
  /// Attempts, newest first; a delivery that was not tried yet is there with attempt 0, before all others.
  virtual absl::StatusOr<v1::ListDeliveriesResponse> Deliveries(const std::string& owner_id,
                                                                const v1::ListDeliveriesRequest& filter) = 0;
};

}  // namespace mib::notification
