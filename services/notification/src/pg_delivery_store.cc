#include "pg_delivery_store.h"

#include "mib/base/status.h"

namespace mib::notification {

std::string_view Name(DeliveryStatus status) {
  switch (status) {
    case DeliveryStatus::kPending:
      return "pending";
    case DeliveryStatus::kDelivered:
      return "delivered";
    case DeliveryStatus::kFailed:
      return "failed";
  }
  return "";
}

absl::StatusOr<std::vector<DueDelivery>> PgDeliveryStore::Lease(int max, absl::Time now, absl::Duration lease) {
  ASSIGN_OR_RETURN(const auto connection, pool_.Acquire());
  ASSIGN_OR_RETURN(
      const postgres::Result rows,
      connection->Query(
          "WITH due AS (SELECT delivery_id FROM deliveries "
          "  WHERE status = 'pending' AND next_attempt_at <= $1 AND leased_until <= $1 "
          "  ORDER BY next_attempt_at LIMIT $2 FOR UPDATE SKIP LOCKED) "
          "UPDATE deliveries SET leased_until = $3 FROM due, channels "
          "WHERE deliveries.delivery_id = due.delivery_id AND channels.channel_id = deliveries.channel_id "
          "RETURNING deliveries.delivery_id, attempts, channels.channel_id, url, sealed_secret, body, traceparent",
          {now, int64_t{max}, now + lease}));
  std::vector<DueDelivery> due;
  for (int row = 0; row < rows.size(); ++row) {
    due.push_back({.id = rows.Text(row, 0),
                   .attempt = rows.Int64(row, 1) + 1,
                   .channel_id = rows.Text(row, 2),
                   .url = rows.Text(row, 3),
                   .sealed_secret = rows.Binary(row, 4),
                   .body = rows.Text(row, 5),
                   .traceparent = rows.Text(row, 6)});
  }
  return due;
}

absl::Status PgDeliveryStore::Record(const Attempt& attempt) {
  const std::string status(Name(attempt.status));
  const postgres::Value next = postgres::OrNull(attempt.next_attempt_at);
  ASSIGN_OR_RETURN(const auto connection, pool_.Acquire());
  return connection
      ->Query(
          "WITH moved AS (UPDATE deliveries SET status = $3, attempts = $2, next_attempt_at = coalesce($7, "
          "next_attempt_at), "
          "  leased_until = '-infinity' WHERE delivery_id = $1 AND attempts = $2 - 1 AND status = 'pending' RETURNING "
          "delivery_id) "
          "INSERT INTO delivery_attempts (delivery_id, attempt, status, http_status, error, attempted_at, "
          "next_attempt_at) "
          "  SELECT delivery_id, $2, $3, $4::bigint, $5, $6, $7 FROM moved",
          {attempt.delivery_id, attempt.attempt, status, int64_t{attempt.http_status}, attempt.error,
           attempt.attempted_at, next})
      .status();
}

}  // namespace mib::notification
