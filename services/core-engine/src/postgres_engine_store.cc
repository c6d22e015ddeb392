#include "postgres_engine_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>

#include "bar_rows.h"
#include "bar_sql.h"
#include "mib/base/status.h"
#include "mib/market/proto.h"
#include "state_codec.h"

namespace mib::core_engine {
namespace {

using market::Interval;
using postgres::Connection;
using postgres::Result;
using postgres::Statement;
using postgres::Value;
using Offsets = std::map<kafka::TopicPartition, int64_t>;
using Partitions = std::vector<kafka::TopicPartition>;

/// Intervals that are built from trades and so have a fold.
constexpr std::array<Interval, 6> kTradeIntervals = {Interval::k1s,  Interval::k1m, Interval::k5m,
                                                     Interval::k15m, Interval::k1h, Interval::k1d};

std::vector<std::string> Numbers(const Partitions& partitions) {
  std::set<int32_t> numbers;
  for (const kafka::TopicPartition& partition : partitions) numbers.insert(partition.partition);
  std::vector<std::string> texts;
  for (const int32_t number : numbers) texts.push_back(std::to_string(number));
  return texts;
}

absl::StatusOr<Offsets> SelectOffsets(Connection& connection, const Partitions& partitions) {
  std::vector<Statement> statements;
  for (const kafka::TopicPartition& partition : partitions) {
    statements.push_back({"SELECT next_offset FROM core_engine.offsets WHERE topic = $1 AND partition = $2",
                          {partition.topic, partition.partition}});
  }
  ASSIGN_OR_RETURN(const std::vector<Result> results, connection.Pipeline(statements));
  Offsets offsets;
  for (size_t i = 0; i < partitions.size(); ++i) {
    offsets[partitions[i]] = results[i].size() == 0 ? -1 : results[i].Int64(0, 0);
  }
  return offsets;
}

absl::Status MakeOffsetRows(Connection& connection, const Partitions& partitions) {
  std::vector<Statement> statements;
  for (const kafka::TopicPartition& partition : partitions) {
    statements.push_back(
        {"INSERT INTO core_engine.offsets (topic, partition, next_offset) VALUES ($1, $2, -1) "
         "ON CONFLICT DO NOTHING",
         {partition.topic, partition.partition}});
  }
  return connection.Pipeline(statements).status();
}

absl::Status LoadSeries(Connection& connection, const std::vector<std::string>& numbers, Snapshot* snapshot) {
  ASSIGN_OR_RETURN(const Result rows,
                   connection.Query("SELECT symbol, kafka_partition, state FROM core_engine.series_state "
                                    "WHERE kafka_partition = ANY($1::text[]::integer[]) ORDER BY symbol",
                                    {numbers}));
  for (int i = 0; i < rows.size(); ++i) {
    Snapshot::Series& series = snapshot->series.emplace_back();
    series.symbol = rows.Text(i, 0);
    series.partition = static_cast<int32_t>(rows.Int64(i, 1));
    ASSIGN_OR_RETURN(series.state, DecodeSeries(rows.Binary(i, 2)));
  }
  return absl::OkStatus();
}

absl::Status LoadFolds(Connection& connection, const std::vector<std::string>& numbers, Interval interval,
                       Snapshot* snapshot) {
  const int64_t seconds = market::NextOpenTime(interval, 0) / 1'000'000'000;
  ASSIGN_OR_RETURN(const Result rows,
                   connection.Query("SELECT b.symbol, b.open_time, b.fold FROM core_engine.series_state s "
                                    "JOIN core_engine.bars b ON b.symbol = s.symbol AND b.interval = $2 "
                                    "AND b.open_time > s.reach_from - $3::bigint * INTERVAL '1 second' "
                                    "WHERE s.kafka_partition = ANY($1::text[]::integer[]) AND b.fold IS NOT NULL",
                                    {numbers, std::string(market::Name(interval)), seconds}));
  for (int i = 0; i < rows.size(); ++i) {
    const std::string symbol = rows.Text(i, 0);
    const auto series = std::lower_bound(snapshot->series.begin(), snapshot->series.end(), symbol,
                                         [](const Snapshot::Series& s, const std::string& t) { return s.symbol < t; });
    if (series == snapshot->series.end() || series->symbol != symbol) continue;
    ASSIGN_OR_RETURN(market::BarState bar, DecodeFold(rows.Binary(i, 2), interval, absl::ToUnixNanos(rows.Time(i, 1))));
    series->bars.push_back(bar);
  }
  return absl::OkStatus();
}

absl::Status LoadAll(Connection& connection, const Partitions& partitions, Snapshot* snapshot) {
  // One snapshot of the database, so that state and offsets belong together.
  RETURN_IF_ERROR(connection.Execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"));
  RETURN_IF_ERROR(MakeOffsetRows(connection, partitions));
  ASSIGN_OR_RETURN(snapshot->offsets, SelectOffsets(connection, partitions));
  const std::vector<std::string> numbers = Numbers(partitions);
  RETURN_IF_ERROR(LoadSeries(connection, numbers, snapshot));
  // The database may sort text in another way.
  std::sort(snapshot->series.begin(), snapshot->series.end(),
            [](const auto& a, const auto& b) { return a.symbol < b.symbol; });
  for (const Interval interval : kTradeIntervals) RETURN_IF_ERROR(LoadFolds(connection, numbers, interval, snapshot));
  ASSIGN_OR_RETURN(const Result quotes,
                   connection.Query(fmt::format("SELECT {} FROM core_engine.quotes "
                                                "WHERE kafka_partition = ANY($1::text[]::integer[])",
                                                kQuoteFields),
                                    {numbers}));
  for (int i = 0; i < quotes.size(); ++i) snapshot->quotes.push_back(QuoteFromRow(quotes, i));
  return absl::OkStatus();
}

absl::Status MoveOffsets(Connection& connection, const std::map<kafka::TopicPartition, OffsetStep>& offsets) {
  std::vector<Statement> statements;
  for (const auto& [partition, step] : offsets) {
    statements.push_back(
        {"UPDATE core_engine.offsets SET next_offset = $3 "
         "WHERE topic = $1 AND partition = $2 AND next_offset = $4",
         {partition.topic, partition.partition, step.next, step.expected}});
  }
  ASSIGN_OR_RETURN(const std::vector<Result> results, connection.Pipeline(statements));
  for (const Result& result : results) {
    if (result.affected() != 1) return absl::OutOfRangeError("an offset is not where this process left it");
  }
  return absl::OkStatus();
}

absl::Status CopyIncoming(Connection& connection, const Changes& changes) {
  std::vector<Value> rows;
  rows.reserve((changes.trade_bars.size() + changes.provider_bars.size()) * BarColumns().size());
  for (const TradeBar& changed : changes.trade_bars) AppendBarRow(changed.bar, EncodeFold(changed.state), &rows);
  for (const auto& [key, bar] : changes.provider_bars) AppendBarRow(bar, std::nullopt, &rows);
  RETURN_IF_ERROR(connection.Execute(kMakeBarTables));
  return connection.Copy("pg_temp.bar_incoming", BarColumns(), rows).status();
}

/// Whether a roll-up may be made of it.
bool MayRollUp(const market::v1::Bar& bar) {
  return bar.is_final() && (bar.interval() == "1h" || bar.interval() == "1d");
}

absl::Status StoreTradeBars(Connection& connection, const Changes& changes) {
  if (changes.trade_bars.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const Result upserted, connection.Query(kUpsertTradeBars));
  if (upserted.affected() < static_cast<int64_t>(changes.trade_bars.size())) {
    RETURN_IF_ERROR(connection.Query(kKeepTradeFolds).status());
  }
  return absl::OkStatus();
}

/// Stores all bars; in `stored`, those of providers and roll-ups that changed.
absl::Status StoreBars(Connection& connection, const Changes& changes, std::vector<market::v1::Bar>* stored) {
  if (changes.trade_bars.empty() && changes.provider_bars.empty()) return absl::OkStatus();
  RETURN_IF_ERROR(CopyIncoming(connection, changes));
  RETURN_IF_ERROR(StoreTradeBars(connection, changes));
  const bool trade_finals = std::any_of(changes.trade_bars.begin(), changes.trade_bars.end(),
                                        [](const TradeBar& changed) { return MayRollUp(changed.bar); });
  const bool provider_finals = std::any_of(changes.provider_bars.begin(), changes.provider_bars.end(),
                                           [](const auto& entry) { return MayRollUp(entry.second); });
  if (trade_finals) RETURN_IF_ERROR(connection.Query(kMarkTradeFinals).status());
  if (!changes.provider_bars.empty()) RETURN_IF_ERROR(connection.Query(kUpsertProviderBars).status());
  if (trade_finals || provider_finals) {
    for (const std::string& roll_up : RollUps()) RETURN_IF_ERROR(connection.Query(roll_up).status());
  } else if (changes.provider_bars.empty()) {
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const Result rows, connection.Query(kSelectChangedBars));
  for (int i = 0; i < rows.size(); ++i) stored->push_back(BarFromRow(rows, i));
  return absl::OkStatus();
}

Statement UpsertSeries(const SeriesChange& series) {
  return {
      "INSERT INTO core_engine.series_state (symbol, kafka_partition, reach_from, state) VALUES ($1, $2, $3, $4) "
      "ON CONFLICT (symbol) DO UPDATE SET kafka_partition = EXCLUDED.kafka_partition, "
      "reach_from = EXCLUDED.reach_from, state = EXCLUDED.state",
      {series.symbol, series.partition, absl::FromUnixNanos(series.reach_from_ns),
       postgres::Bytes{EncodeSeries(series.state)}}};
}

Statement UpsertQuote(const QuoteChange& change) {
  static const std::string sql = fmt::format(
      "INSERT INTO core_engine.quotes AS q ({}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) "
      "ON CONFLICT (symbol) DO UPDATE SET kafka_partition = EXCLUDED.kafka_partition, bid = EXCLUDED.bid, "
      "ask = EXCLUDED.ask, last = EXCLUDED.last, bid_size = EXCLUDED.bid_size, ask_size = EXCLUDED.ask_size, "
      "last_size = EXCLUDED.last_size, time_ns = EXCLUDED.time_ns, source = EXCLUDED.source "
      "WHERE q.time_ns <= EXCLUDED.time_ns",
      kQuoteFields);
  return {sql, QuoteRow(change)};
}

Statement InsertInstrument(const market::v1::Instrument& instrument, bool described) {
  static const std::string insert =
      fmt::format("INSERT INTO core_engine.instruments ({}) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (symbol) DO ",
                  kInstrumentFields);
  return {insert + (described ? "UPDATE SET name = EXCLUDED.name, asset_class = EXCLUDED.asset_class, "
                                "venue = EXCLUDED.venue, currency = EXCLUDED.currency, "
                                "is_active = EXCLUDED.is_active, updated_at = now()"
                              : "NOTHING"),
          InstrumentRow(instrument)};
}

Statement InsertDeadLetter(const events::v1::DeadLetter& letter) {
  return {
      "INSERT INTO core_engine.dead_letters (id, origin, symbol, reason, payload, refused_at) "
      "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO NOTHING",
      {letter.id(), letter.origin(), letter.symbol(), letter.reason(), postgres::Bytes{letter.payload()},
       market::FromProto(letter.refused_at())}};
}

absl::Status StoreTheRest(Connection& connection, const Changes& changes) {
  std::vector<Statement> statements;
  for (const auto& [symbol, instrument] : changes.seen_instruments) {
    statements.push_back(InsertInstrument(instrument, false));
  }
  for (const auto& [symbol, instrument] : changes.described_instruments) {
    statements.push_back(InsertInstrument(instrument, true));
  }
  for (const SeriesChange& series : changes.series) statements.push_back(UpsertSeries(series));
  for (const QuoteChange& change : changes.quotes) statements.push_back(UpsertQuote(change));
  for (const events::v1::DeadLetter& letter : changes.dead_letters) statements.push_back(InsertDeadLetter(letter));
  return statements.empty() ? absl::OkStatus() : connection.Pipeline(statements).status();
}

}  // namespace

absl::StatusOr<Snapshot> PostgresEngineStore::Load(const Partitions& partitions) {
  ASSIGN_OR_RETURN(postgres::Pool::Lease connection, pool_.Acquire());
  Snapshot snapshot;
  const absl::Status loaded = connection->Transaction(
      [&](Connection& transaction) -> absl::Status { return LoadAll(transaction, partitions, &snapshot); });
  if (!loaded.ok()) return loaded;
  return snapshot;
}

absl::Status PostgresEngineStore::Commit(const Changes& changes, const Publish& publish) {
  ASSIGN_OR_RETURN(postgres::Pool::Lease connection, pool_.Acquire());
  return connection->Transaction([&](Connection& transaction) -> absl::Status {
    RETURN_IF_ERROR(MoveOffsets(transaction, changes.offsets));
    std::vector<market::v1::Bar> stored;
    RETURN_IF_ERROR(StoreBars(transaction, changes, &stored));
    RETURN_IF_ERROR(StoreTheRest(transaction, changes));
    const absl::Status published = publish(stored);
    // Its code must not be taken for one of ours: whatever the broker says, nothing was stored.
    return published.ok() ? published : absl::UnavailableError(fmt::format("not published: {}", ToString(published)));
  });
}

absl::StatusOr<Offsets> PostgresEngineStore::ReadOffsets(const Partitions& partitions) {
  ASSIGN_OR_RETURN(postgres::Pool::Lease connection, pool_.Acquire());
  return SelectOffsets(*connection, partitions);
}

}  // namespace mib::core_engine
