#pragma once

#include "delivery_store.h"
#include "mib/postgres/pool.h"

namespace mib::notification {

/// Deliveries in PostgreSQL. `pool` must outlive it.
class PgDeliveryStore final : public DeliveryStore {
 public:
  explicit PgDeliveryStore(postgres::Pool& pool) : pool_(pool) {}

  absl::StatusOr<std::vector<DueDelivery>> Lease(int max, absl::Time now, absl::Duration lease) override;
  absl::Status Record(const Attempt& attempt) override;

 private:
  postgres::Pool& pool_;
};

}  // namespace mib::notification
