#include "postgres_stores.h"

#include <utility>

#include "mib/base/status.h"
#include "mib/market/proto.h"

namespace mib::ingestion {

using postgres::Statement;
using postgres::Value;

absl::StatusOr<Cursors> PostgresFeedStore::LoadCursors(std::string_view source) {
  ASSIGN_OR_RETURN(postgres::Pool::Lease connection, pool_.Acquire());
  ASSIGN_OR_RETURN(const postgres::Result rows,
                   connection->Query("SELECT symbol, last_trade_id FROM ingestion.cursors WHERE source = $1",
                                     {std::string(source)}));
  Cursors cursors;
  for (int row = 0; row < rows.size(); ++row) cursors[rows.Text(row, 0)] = static_cast<uint64_t>(rows.Int64(row, 1));
  return cursors;
}

absl::Status PostgresFeedStore::SaveCursors(std::string_view source, const Cursors& cursors) {
  std::vector<Statement> statements;
  for (const auto& [symbol, id] : cursors) {
    statements.push_back(
        {"INSERT INTO ingestion.cursors (source, symbol, last_trade_id) VALUES ($1, $2, $3) "
         "ON CONFLICT (source, symbol) DO UPDATE SET updated_at = now(), "
         "last_trade_id = GREATEST(cursors.last_trade_id, EXCLUDED.last_trade_id)",
         {std::string(source), symbol, static_cast<int64_t>(id)}});
  }
  ASSIGN_OR_RETURN(postgres::Pool::Lease connection, pool_.Acquire());
  return connection->Pipeline(statements).status();
}

absl::Status PostgresFeedStore::RecordGap(const Gap& gap) {
  ASSIGN_OR_RETURN(postgres::Pool::Lease connection, pool_.Acquire());
  return connection
      ->Query(
          "INSERT INTO ingestion.gaps (source, symbol, from_id, to_id, status, detected_at, closed_at) "
          "VALUES ($1, $2, $3, $4, $5, $6, $7)",
          {gap.source, gap.symbol, static_cast<int64_t>(gap.first_id), static_cast<int64_t>(gap.last_id),
           std::string(gap.healed ? "healed" : "unfillable"), gap.detected_at, gap.closed_at})
      .status();
}

absl::Status PostgresDeadLetterStore::Save(const std::vector<events::v1::DeadLetter>& letters) {
  std::vector<Statement> statements;
  for (const events::v1::DeadLetter& letter : letters) {
    statements.push_back(
        {"INSERT INTO ingestion.dead_letters (id, origin, symbol, reason, payload, refused_at) "
         "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO NOTHING",
         {letter.id(), letter.origin(), letter.symbol(), letter.reason(), postgres::Bytes{letter.payload()},
          market::FromProto(letter.refused_at())}});
  }
  ASSIGN_OR_RETURN(postgres::Pool::Lease connection, pool_.Acquire());
  return connection->Pipeline(statements).status();
}

absl::StatusOr<std::vector<events::v1::DeadLetter>> PostgresDeadLetterStore::List(uint32_t limit) {
  ASSIGN_OR_RETURN(postgres::Pool::Lease connection, pool_.Acquire());
  ASSIGN_OR_RETURN(
      const postgres::Result rows,
      connection->Query("SELECT id, origin, symbol, reason, payload, refused_at FROM ingestion.dead_letters "
                        "ORDER BY refused_at DESC, id LIMIT $1",
                        {static_cast<int64_t>(limit)}));
  std::vector<events::v1::DeadLetter> letters(static_cast<size_t>(rows.size()));
  for (int row = 0; row < rows.size(); ++row) {
    events::v1::DeadLetter& letter = letters[static_cast<size_t>(row)];
    letter.set_id(rows.Text(row, 0));
    letter.set_origin(rows.Text(row, 1));
    letter.set_symbol(rows.Text(row, 2));
    letter.set_reason(rows.Text(row, 3));
    letter.set_payload(rows.Binary(row, 4));
    *letter.mutable_refused_at() = market::ToProto(rows.Time(row, 5));
  }
  return letters;
}

absl::StatusOr<std::optional<int64_t>> PostgresDailyCounter::Take(std::string_view source, std::string_view day,
                                                                  int64_t limit) {
  ASSIGN_OR_RETURN(postgres::Pool::Lease connection, pool_.Acquire());
  ASSIGN_OR_RETURN(const postgres::Result rows,
                   connection->Query("INSERT INTO ingestion.daily_calls (source, day, used) VALUES ($1, $2, 1) "
                                     "ON CONFLICT (source, day) DO UPDATE SET used = daily_calls.used + 1 "
                                     "WHERE daily_calls.used < $3 RETURNING used",
                                     {std::string(source), std::string(day), limit}));
  if (rows.size() == 0) return std::optional<int64_t>();
  return std::optional<int64_t>(rows.Int64(0, 0));
}

absl::StatusOr<int64_t> PostgresDailyCounter::Used(std::string_view source, std::string_view day) {
  ASSIGN_OR_RETURN(postgres::Pool::Lease connection, pool_.Acquire());
  ASSIGN_OR_RETURN(const postgres::Result rows,
                   connection->Query("SELECT used FROM ingestion.daily_calls WHERE source = $1 AND day = $2",
                                     {std::string(source), std::string(day)}));
  return rows.size() == 0 ? 0 : rows.Int64(0, 0);
}

}  // namespace mib::ingestion
