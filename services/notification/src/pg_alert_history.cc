#include "pg_alert_history.h"

#include <algorithm>

#include "mib/base/ids.h"
#include "mib/base/status.h"
#include "mib/market/proto.h"
#include "mib/market/symbol.h"

namespace mib::notification {
namespace {

using postgres::Result;
using postgres::Value;

constexpr uint32_t kDefaultLimit = 50;
constexpr uint32_t kLargestLimit = 500;

int64_t LimitOf(uint32_t asked) { return asked == 0 ? kDefaultLimit : std::min(asked, kLargestLimit); }

// A filter that is not given is NULL.
Value OptionalText(const std::string& text) { return text.empty() ? Value(nullptr) : Value(text); }

}  // namespace

absl::StatusOr<v1::ListAlertsResponse> PgAlertHistory::Alerts(const std::string& owner_id,
                                                              const v1::ListAlertsRequest& filter) {
  v1::ListAlertsResponse response;
  if (!filter.rule_id().empty() && !IsUuid(filter.rule_id())) return response;
  std::string symbol;
  if (!filter.symbol().empty()) {
    ASSIGN_OR_RETURN(symbol, market::CanonicalSymbol(filter.symbol()));
  }
  ASSIGN_OR_RETURN(const auto connection, pool_.Acquire());
  ASSIGN_OR_RETURN(
      const Result rows,
      connection->Query("SELECT event FROM alerts WHERE owner_id = $1 "
                        "AND ($2::uuid IS NULL OR rule_id = $2) AND ($3::text IS NULL OR symbol = $3) "
                        "ORDER BY fired_at DESC, alert_id LIMIT $4",
                        {owner_id, OptionalText(filter.rule_id()), OptionalText(symbol), LimitOf(filter.limit())}));
  for (int row = 0; row < rows.size(); ++row) {
    if (!response.add_alerts()->ParseFromString(rows.Binary(row, 0)))
      return absl::InternalError("a stored alert cannot be read");
  }
  return response;
}

absl::StatusOr<v1::ListDeliveriesResponse> PgAlertHistory::Deliveries(const std::string& owner_id,
                                                                      const v1::ListDeliveriesRequest& filter) {
  v1::ListDeliveriesResponse response;
  if (!filter.alert_id().empty() && !IsUuid(filter.alert_id())) return response;
  ASSIGN_OR_RETURN(const auto connection, pool_.Acquire());
  ASSIGN_OR_RETURN(
      const Result rows,
      connection->Query(
          "SELECT d.delivery_id, d.alert_id, c.type, c.url, coalesce(t.status, d.status), coalesce(t.attempt, 0), "
          "  coalesce(t.http_status, 0), coalesce(t.error, ''), t.attempted_at, "
          "  coalesce(t.next_attempt_at, CASE WHEN t.attempt IS NULL THEN d.next_attempt_at END) "
          "FROM alerts a JOIN deliveries d USING (alert_id) JOIN channels c USING (channel_id) "
          "LEFT JOIN delivery_attempts t USING (delivery_id) "
          "WHERE a.owner_id = $1 AND ($2::uuid IS NULL OR d.alert_id = $2) "
          "ORDER BY t.attempted_at DESC NULLS FIRST, d.delivery_id, t.attempt DESC LIMIT $3",
          {owner_id, OptionalText(filter.alert_id()), LimitOf(filter.limit())}));
  for (int row = 0; row < rows.size(); ++row) {
    v1::Delivery& delivery = *response.add_deliveries();
    delivery.set_id(rows.Text(row, 0));
    delivery.set_alert_id(rows.Text(row, 1));
    delivery.set_channel(rows.Text(row, 2));
    delivery.set_url(rows.Text(row, 3));
    delivery.set_status(rows.Text(row, 4));
    delivery.set_attempt(static_cast<uint32_t>(rows.Int64(row, 5)));
    delivery.set_http_status(static_cast<uint32_t>(rows.Int64(row, 6)));
    delivery.set_error(rows.Text(row, 7));
    if (!rows.IsNull(row, 8)) *delivery.mutable_attempted_at() = market::ToProto(rows.Time(row, 8));
    if (!rows.IsNull(row, 9)) *delivery.mutable_next_attempt_at() = market::ToProto(rows.Time(row, 9));
  }
  return response;
}

}  // namespace mib::notification
