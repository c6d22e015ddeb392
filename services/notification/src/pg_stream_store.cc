#include "pg_stream_store.h"

#include <fmt/format.h>

#include "mib/base/status.h"
#include "mib/base/time.h"
#include "mib/market/proto.h"
#include "webhook.h"

namespace mib::notification {
namespace {

using postgres::Bytes;
using postgres::Connection;
using postgres::Result;
using postgres::Statement;
using postgres::Value;

std::string NameOf(const SeriesKey& key) { return std::string(market::Name(key.interval)); }

absl::Status LoadOffsets(Connection& connection, const kafka::TopicPartition& partition, StreamState* state) {
  ASSIGN_OR_RETURN(const Result rows,
                   connection.Query("SELECT next_offset FROM offsets WHERE topic = $1 AND partition = $2",
                                    {partition.topic, int64_t{partition.partition}}));
  if (rows.size() == 1) state->offsets[partition] = rows.Int64(0, 0);
  return absl::OkStatus();
}

absl::Status LoadSeries(Connection& connection, const kafka::TopicPartition& partition, StreamState* state) {
  ASSIGN_OR_RETURN(
      const Result rows,
      connection.Query(
          "SELECT symbol, interval, open_time, close FROM series LEFT JOIN closes USING (symbol, interval) "
          "WHERE topic = $1 AND partition = $2 ORDER BY symbol, interval, open_time",
          {partition.topic, int64_t{partition.partition}}));
  for (int row = 0; row < rows.size(); ++row) {
    const auto interval = market::ParseInterval(rows.Text(row, 1));
    if (!interval) return absl::InternalError("a stored series has an unknown interval");
    StoredSeries& series = state->series[{rows.Text(row, 0), *interval}];
    series.partition = partition;
    if (!rows.IsNull(row, 2)) series.closes.Push(ToNanos(rows.Time(row, 2)), rows.Numeric(row, 3));
  }
  return absl::OkStatus();
}

absl::Status LoadLastFired(Connection& connection, StreamState* state) {
  ASSIGN_OR_RETURN(
      const Result rows,
      connection.Query("SELECT rule_id, (SELECT max(fired_at) FROM alerts WHERE alerts.rule_id = rules.rule_id) "
                       "FROM rules WHERE deleted_at IS NULL"));
  for (int row = 0; row < rows.size(); ++row) {
    if (!rows.IsNull(row, 1)) state->last_fired[rows.Text(row, 0)] = rows.Time(row, 1);
  }
  return absl::OkStatus();
}

// Only who knows the stored offset may move it: a reader that lost its partition without noticing writes nothing.
absl::Status MoveOffset(Connection& connection, const kafka::TopicPartition& partition, const OffsetStep& step) {
  std::vector<Value> parameters = {partition.topic, int64_t{partition.partition}, step.to};
  std::string_view sql =
      "INSERT INTO offsets (topic, partition, next_offset) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
  if (step.from) {
    sql = "UPDATE offsets SET next_offset = $3 WHERE topic = $1 AND partition = $2 AND next_offset = $4";
    parameters.emplace_back(*step.from);
  }
  ASSIGN_OR_RETURN(const Result moved, connection.Query(sql, parameters));
  if (moved.affected() == 1) return absl::OkStatus();
  return absl::AbortedError(
      fmt::format("the offset of {}/{} was moved by another reader", partition.topic, partition.partition));
}

void AddSeriesChanges(const StreamBatch& batch, std::vector<Statement>* statements) {
  const std::string remove = "DELETE FROM series WHERE symbol = $1 AND interval = $2";
  for (const SeriesKey& key : batch.ended) statements->push_back({remove, {key.symbol, NameOf(key)}});
  for (const auto& [key, partition] : batch.begun) {
    statements->push_back({remove, {key.symbol, NameOf(key)}});
    statements->push_back({"INSERT INTO series (symbol, interval, topic, partition) VALUES ($1, $2, $3, $4)",
                           {key.symbol, NameOf(key), partition.topic, int64_t{partition.partition}}});
  }
}

void AddOutboxEvent(std::string_view id, const google::protobuf::Message& event, const std::string& traceparent,
                    std::vector<Statement>* statements) {
  statements->push_back(
      {"INSERT INTO outbox (event_id, schema, payload, traceparent) VALUES ($1, $2, $3, $4)",
       {std::string(id), event.GetDescriptor()->full_name(), Bytes{event.SerializeAsString()}, traceparent}});
}

// An alert that is there already brings neither a second event nor second deliveries.
void AddAlert(const RaisedAlert& raised, absl::Time now, std::vector<Statement>* statements) {
  const events::v1::Alert& alert = raised.alert;
  const std::string traceparent = raised.trace.valid() ? raised.trace.ToTraceparent() : "";
  statements->push_back(
      {"WITH added AS (INSERT INTO alerts (alert_id, rule_id, owner_id, symbol, fired_at, event, stored_at) "
       "  VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING alert_id, rule_id), "
       "published AS (INSERT INTO outbox (event_id, schema, payload, traceparent) SELECT alert_id::text, $8, $6, $9 "
       "FROM added) "
       "INSERT INTO deliveries (delivery_id, alert_id, channel_id, body, traceparent, next_attempt_at) "
       "  SELECT gen_random_uuid(), alert_id, channel_id, $10, $9, $7 FROM added JOIN channels USING (rule_id)",
       {alert.id(), alert.rule_id(), alert.owner_id(), alert.symbol(), market::FromProto(alert.fired_at()),
        Bytes{alert.SerializeAsString()}, now, alert.GetDescriptor()->full_name(), traceparent, WebhookBody(alert)}});
}

void AddDeadLetter(const events::v1::DeadLetter& letter, std::vector<Statement>* statements) {
  statements->push_back(
      {"INSERT INTO dead_letters (dead_letter_id, origin, reason, payload, refused_at) VALUES ($1, $2, $3, $4, $5) "
       "ON CONFLICT DO NOTHING",
       {letter.id(), letter.origin(), letter.reason(), Bytes{letter.payload()},
        market::FromProto(letter.refused_at())}});
  AddOutboxEvent(letter.id(), letter, "", statements);
}

absl::Status CopyCloses(Connection& connection, const StreamBatch& batch) {
  std::vector<Value> rows;
  for (const StoredClose& close : batch.closes) {
    rows.insert(rows.end(), {close.series.symbol, NameOf(close.series), FromNanos(close.open_ns), close.price});
  }
  if (rows.empty()) return absl::OkStatus();
  return connection.Copy("closes", {"symbol", "interval", "open_time", "close"}, rows).status();
}

}  // namespace

absl::StatusOr<StreamState> PgStreamStore::Load(const std::vector<kafka::TopicPartition>& partitions) {
  ASSIGN_OR_RETURN(const auto connection, pool_.Acquire());
  StreamState state;
  for (const kafka::TopicPartition& partition : partitions) {
    RETURN_IF_ERROR(LoadOffsets(*connection, partition, &state));
    RETURN_IF_ERROR(LoadSeries(*connection, partition, &state));
  }
  RETURN_IF_ERROR(LoadLastFired(*connection, &state));
  return state;
}

absl::Status PgStreamStore::Commit(const StreamBatch& batch) {
  const absl::Time now = clock_.Now();
  ASSIGN_OR_RETURN(const auto connection, pool_.Acquire());
  return connection->Transaction([&](Connection& transaction) -> absl::Status {
    for (const auto& [partition, step] : batch.offsets) RETURN_IF_ERROR(MoveOffset(transaction, partition, step));

    std::vector<Statement> before_closes;
    AddSeriesChanges(batch, &before_closes);
    if (!before_closes.empty()) RETURN_IF_ERROR(transaction.Pipeline(before_closes).status());
    RETURN_IF_ERROR(CopyCloses(transaction, batch));

    std::vector<Statement> after_closes;
    for (const auto& [key, open_ns] : batch.oldest_open_ns) {
      after_closes.push_back({"DELETE FROM closes WHERE symbol = $1 AND interval = $2 AND open_time < $3",
                              {key.symbol, NameOf(key), FromNanos(open_ns)}});
    }
    for (const RaisedAlert& raised : batch.alerts) AddAlert(raised, now, &after_closes);
    for (const events::v1::DeadLetter& letter : batch.dead_letters) AddDeadLetter(letter, &after_closes);
    if (after_closes.empty()) return absl::OkStatus();
    return transaction.Pipeline(after_closes).status();
  });
}

}  // namespace mib::notification
