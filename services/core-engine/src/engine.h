#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "changes.h"
#include "instrument_book.h"
#include "mib/base/clock.h"
#include "mib/kafka/record.h"
#include "mib/market/bar_builder.h"
#include "probe.h"
#include "quote_book.h"

namespace mib::core_engine {

struct EngineOptions {
  market::BarOptions bars;
  /// An event later than its record by more than this is refused.
  int64_t max_ahead_ns = 90'000'000'000'000;
};

/// The bar options of the platform: from trades come 1s to 1h and 1d; longer ones are rolled up where they are stored.
market::BarOptions TradeBarOptions(int64_t grace_ns, int64_t max_lateness_ns);

/// Turns records into changes: all logic, no input or output. Owned and used by the pipeline's thread alone; the books
/// it writes are shared with RPC handlers. What cannot be used becomes a dead letter and the rest goes on. Nothing
/// depends on the clock but the time in a dead letter.
class Engine {
 public:
  Engine(const EngineOptions& options, QuoteBook& quotes, InstrumentBook& instruments, Clock& clock, Probe& probe);

  void Apply(const kafka::ConsumedRecord& record);
  /// What the records since the last call changed; offsets are the caller's.
  Changes TakeChanges();
  /// Takes up the state of more partitions.
  void Load(const Snapshot& snapshot);
  /// Forgets everything, changes not taken included, but for instruments: those of `dropped`, changes that were taken
  /// and not stored, and the engine's own are told again, since the book remembers them and would not call them news.
  void Clear(const Changes& dropped = {});

 private:
  struct Series {
    int32_t partition = 0;
    market::BarBuilder builder;
    bool changed = false;
  };

  void ApplyTrades(const kafka::ConsumedRecord& record);
  void ApplyTick(const kafka::ConsumedRecord& record);
  void ApplyProviderBars(const kafka::ConsumedRecord& record);
  /// The newest bar that can be used, or nullptr.
  const market::v1::Bar* TakeBars(const kafka::ConsumedRecord& record, events::v1::ProviderBars* told,
                                  market::Interval interval);
  Series& SeriesOf(const std::string& symbol, int32_t partition);
  void TakeOutcome(const kafka::ConsumedRecord& record, const events::v1::TradeBatch& batch, const Series& series);
  void QuoteNewestTrade(const kafka::ConsumedRecord& record, const events::v1::TradeBatch& batch);
  void See(const std::string& symbol, const std::string& source);
  void Refuse(const kafka::ConsumedRecord& record, std::string_view metric, std::string_view part,
              std::string_view symbol, std::string_view reason, std::string payload);
  void Refuse(const kafka::ConsumedRecord& record, std::string_view metric, const absl::Status& status,
              std::string_view symbol = {});
  int64_t RecordTime(const kafka::ConsumedRecord& record) const;
  int64_t LatestTime(const kafka::ConsumedRecord& record) const { return RecordTime(record) + options_.max_ahead_ns; }

  const EngineOptions options_;
  QuoteBook& quotes_;
  InstrumentBook& instruments_;
  Clock& clock_;
  Probe& probe_;

  std::map<std::string, Series, std::less<>> series_;
  Changes changes_;
  // Reused from batch to batch.
  market::TradeColumns columns_;
  market::AddResult result_;
};

}  // namespace mib::core_engine
