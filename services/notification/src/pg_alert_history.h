#pragma once

#include "alert_history.h"
#include "mib/postgres/pool.h"

namespace mib::notification {

/// History from PostgreSQL. `pool` must outlive it.
class PgAlertHistory final : public AlertHistory {
 public:
  explicit PgAlertHistory(postgres::Pool& pool) : pool_(pool) {}

  absl::StatusOr<v1::ListAlertsResponse> Alerts(const std::string& owner_id,
                                                const v1::ListAlertsRequest& filter) override;
  absl::StatusOr<v1::ListDeliveriesResponse> Deliveries(const std::string& owner_id,
                                                        const v1::ListDeliveriesRequest& filter) override;

 private:
  postgres::Pool& pool_;
};

}  // namespace mib::notification
