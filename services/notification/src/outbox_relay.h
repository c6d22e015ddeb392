#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "mib/kafka/producer.h"
#include "mib/postgres/pool.h"
#include "probe.h"

namespace mib::notification {

/// Publishes the events that the stream has stored, in their order, and deletes those the broker has. At least once: a
/// process that dies in between publishes again, under the same event id. Several relays may run; each event is with
/// one of them at a time. One thread per relay. What it refers to must outlive it.
class OutboxRelay {
 public:
  OutboxRelay(postgres::Pool& pool, kafka::Producer& producer, Probe& probe)
      : pool_(pool), producer_(producer), probe_(probe) {}

  /// Publishes some; true when there may be more.
  absl::StatusOr<bool> Step();

 private:
  absl::Status Settle(postgres::Connection& connection);
  absl::Status Publish(postgres::Connection& transaction, int* published);
  absl::Status CountPending(postgres::Connection& connection);

  postgres::Pool& pool_;
  kafka::Producer& producer_;
  Probe& probe_;
  /// Rows whose events the producer still holds, because the broker did not answer in time: they are not sent a second
  /// time.
  std::vector<std::string> in_flight_;
};

}  // namespace mib::notification
