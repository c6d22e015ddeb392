#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "mib/events/v1/dead_letter.pb.h"
#include "mib/kafka/record.h"
#include "mib/market/bar_builder.h"
#include "mib/market/v1/market.pb.h"

namespace mib::core_engine {

/// Where a partition's offset was when we last stored it, and where it goes. -1: no record was read yet.
struct OffsetStep {
  int64_t expected = -1;
  int64_t next = -1;
};

/// A bar built from trades, as it is served and as the builder needs it again.
struct TradeBar {
  market::v1::Bar bar;
  market::BarState state;
};

struct SeriesChange {
  std::string symbol;
  int32_t partition = 0;
  market::BuilderState state;
  /// No trade older than this can change a bar any more.
  int64_t reach_from_ns = 0;
};

struct QuoteChange {
  market::v1::Quote quote;
  int32_t partition = 0;
};

/// What makes one bar one row.
struct BarKey {
  std::string symbol;
  std::string interval;
  int64_t open_seconds = 0;
  friend auto operator<=>(const BarKey&, const BarKey&) = default;
};

/// All that a stretch of records made: one transaction, and the events that go with it.
struct Changes {
  /// The newest state of each bar touched.
  std::vector<TradeBar> trade_bars;
  /// The newest form of each bar that providers told.
  std::map<BarKey, market::v1::Bar> provider_bars;
  /// Finals and revisions in the order in which they came to be; each becomes an event.
  std::vector<market::v1::Bar> finals;
  std::vector<SeriesChange> series;
  std::vector<QuoteChange> quotes;
  /// As a provider describes them, and those of which only the symbol was seen.
  std::map<std::string, market::v1::Instrument> described_instruments;
  std::map<std::string, market::v1::Instrument> seen_instruments;
  std::vector<events::v1::DeadLetter> dead_letters;
  std::map<kafka::TopicPartition, OffsetStep> offsets;
};

/// What the engine needs to go on with some partitions.
struct Snapshot {
  struct Series {
    std::string symbol;
    int32_t partition = 0;
    market::BuilderState state;
    std::vector<market::BarState> bars;
  };
  std::vector<Series> series;
  std::vector<QuoteChange> quotes;
  /// For each partition asked for; -1 where no record was read yet.
  std::map<kafka::TopicPartition, int64_t> offsets;
};

}  // namespace mib::core_engine
