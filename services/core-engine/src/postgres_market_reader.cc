#include "postgres_market_reader.h"

#include <fmt/format.h>

#include "bar_rows.h"
#include "mib/base/status.h"

namespace mib::core_engine {

absl::StatusOr<std::vector<market::v1::Bar>> PostgresMarketReader::ReadBars(const BarQuery& query) {
  ASSIGN_OR_RETURN(postgres::Pool::Lease connection, pool_.Acquire());
  const std::string sql = fmt::format(
      "SELECT {} FROM core_engine.bars WHERE symbol = $1 AND interval = $2 AND open_time >= $3 "
      "AND open_time < $4 ORDER BY open_time {} LIMIT $5",
      kBarFields, query.newest_first ? "DESC" : "ASC");
  ASSIGN_OR_RETURN(const postgres::Result rows,
                   connection->Query(sql, {query.symbol, std::string(market::Name(query.interval)), query.start,
                                           query.end, int64_t{query.limit}}));
  std::vector<market::v1::Bar> bars;
  bars.reserve(static_cast<size_t>(rows.size()));
  for (int i = 0; i < rows.size(); ++i) bars.push_back(BarFromRow(rows, i));
  return bars;
}

absl::StatusOr<std::optional<market::v1::Quote>> PostgresMarketReader::ReadQuote(std::string_view symbol) {
  ASSIGN_OR_RETURN(postgres::Pool::Lease connection, pool_.Acquire());
  ASSIGN_OR_RETURN(const postgres::Result rows,
                   connection->Query(fmt::format("SELECT {} FROM core_engine.quotes WHERE symbol = $1", kQuoteFields),
                                     {std::string(symbol)}));
  if (rows.size() == 0) return std::optional<market::v1::Quote>();
  return QuoteFromRow(rows, 0).quote;
}

absl::StatusOr<std::vector<market::v1::Instrument>> PostgresMarketReader::ReadInstruments() {
  ASSIGN_OR_RETURN(postgres::Pool::Lease connection, pool_.Acquire());
  ASSIGN_OR_RETURN(const postgres::Result rows,
                   connection->Query(fmt::format("SELECT {} FROM core_engine.instruments", kInstrumentFields)));
  std::vector<market::v1::Instrument> instruments;
  instruments.reserve(static_cast<size_t>(rows.size()));
  for (int i = 0; i < rows.size(); ++i) instruments.push_back(InstrumentFromRow(rows, i));
  return instruments;
}

}  // namespace mib::core_engine
