#include "outbox_relay.h"

#include <fmt/format.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <memory>

#include "mib/base/log.h"
#include "mib/base/status.h"
#include "mib/base/trace_context.h"

namespace mib::notification {
namespace {

constexpr int64_t kAtOnce = 200;
// Shorter than the statement timeout of a reader that waits for these rows.
constexpr absl::Duration kFlushTimeout = absl::Seconds(5);

absl::StatusOr<std::unique_ptr<google::protobuf::Message>> Parse(const std::string& schema,
                                                                 const std::string& payload) {
  const auto* type = google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(schema);
  if (type == nullptr)
    return absl::InternalError(fmt::format("the outbox holds an event of the unknown type {}", schema));
  std::unique_ptr<google::protobuf::Message> event(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
  if (!event->ParseFromString(payload))
    return absl::InternalError(fmt::format("the outbox holds a {} that cannot be read", schema));
  return event;
}

absl::Status Delete(postgres::Connection& connection, const std::vector<std::string>& positions) {
  return connection.Query("DELETE FROM outbox WHERE position = ANY($1::bigint[])", {positions}).status();
}

}  // namespace

absl::StatusOr<bool> OutboxRelay::Step() {
  ASSIGN_OR_RETURN(const auto connection, pool_.Acquire());
  RETURN_IF_ERROR(Settle(*connection));
  int published = 0;
  RETURN_IF_ERROR(
      connection->Transaction([&](postgres::Connection& transaction) { return Publish(transaction, &published); }));
  RETURN_IF_ERROR(CountPending(*connection));
  return published == kAtOnce;
}

absl::Status OutboxRelay::Settle(postgres::Connection& connection) {
  if (in_flight_.empty()) return absl::OkStatus();
  const absl::Status flushed = producer_.Flush(kFlushTimeout);
  if (absl::IsDeadlineExceeded(flushed)) return flushed;
  if (flushed.ok()) RETURN_IF_ERROR(Delete(connection, in_flight_));
  // A failed one is sent again with the rest.
  in_flight_.clear();
  return absl::OkStatus();
}

absl::Status OutboxRelay::Publish(postgres::Connection& transaction, int* published) {
  ASSIGN_OR_RETURN(const postgres::Result rows,
                   transaction.Query("SELECT position, event_id, schema, payload, traceparent FROM outbox "
                                     "ORDER BY position LIMIT $1 FOR UPDATE SKIP LOCKED",
                                     {kAtOnce}));
  if (rows.size() == 0) return absl::OkStatus();
  std::vector<std::string> positions;
  for (int row = 0; row < rows.size(); ++row) {
    ASSIGN_OR_RETURN(const auto event, Parse(rows.Text(row, 2), rows.Binary(row, 3)));
    // The record carries on the trace of the bar that raised the alert.
    const ScopedTrace scope(TraceContext::FromTraceparent(rows.Text(row, 4)).value_or(TraceContext{}));
    RETURN_IF_ERROR(producer_.Send(kafka::MakeEvent(*event, "notification", rows.Text(row, 1))));
    positions.push_back(rows.Text(row, 0));
  }
  if (absl::Status flushed = producer_.Flush(kFlushTimeout); !flushed.ok()) {
    if (absl::IsDeadlineExceeded(flushed)) in_flight_ = std::move(positions);
    return flushed;
  }
  *published = rows.size();
  return Delete(transaction, positions);
}

absl::Status OutboxRelay::CountPending(postgres::Connection& connection) {
  ASSIGN_OR_RETURN(const postgres::Result rows, connection.Query("SELECT count(*) FROM outbox"));
  probe_.outbox_pending.Set(static_cast<double>(rows.Int64(0, 0)));
  return absl::OkStatus();
}

}  // namespace mib::notification
