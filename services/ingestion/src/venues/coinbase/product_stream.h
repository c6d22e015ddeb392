#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "mib/events/v1/market_events.pb.h"
#include "mib/kafka/producer.h"
#include "venues/coinbase/delivery_tracker.h"
#include "venues/coinbase/parse.h"
#include "venues/coinbase/trade_sequencer.h"

namespace mib::coinbase {

/// A record on its way to the broker, with what to count once it is queued.
struct Outgoing {
  kafka::Record record;
  kafka::Producer::DeliveryCallback done;
  size_t trades = 0;
  bool quote = false;
};

/// One product of the feed: its trades in order, its latest quote, its watermark, and how far the broker has it. One
/// thread at a time (the feed's lock); the callbacks it hands out may outlive it.
class ProductStream {
 public:
  static constexpr size_t kMaxBatchRows = 1000;

  /// `cursor`: the last trade known to be with the broker. Without one and with `from_first`, the venue's first trade
  /// is next.
  ProductStream(std::string source, std::string symbol, std::optional<uint64_t> cursor, bool from_first,
                size_t max_waiting);

  TradeSequencer& trades() { return trades_; }
  const TradeSequencer& trades() const { return trades_; }
  const std::string& symbol() const { return symbol_; }

  /// Keeps the newest quote only.
  void SetQuote(const Ticker& ticker);
  /// While nothing is missing, the venue's time closes what lies before it.
  void OnHeartbeat(const Heartbeat& heartbeat);

  /// Everything that is ready, as records. A batch that the broker did not take makes all since the last confirmed one
  /// missing again.
  std::vector<Outgoing> TakeOutgoing();
  /// What may be saved as the cursor.
  std::optional<uint64_t> delivered() const { return tracker_->position(); }

 private:
  void RecoverFromLoss();
  void AddTrades(std::vector<Outgoing>* out);
  void AddBatch(const events::v1::TradeBatch& batch, uint64_t last_id, std::vector<Outgoing>* out);
  void AddQuote(std::vector<Outgoing>* out);

  const std::string source_;
  const std::string symbol_;
  TradeSequencer trades_;
  std::shared_ptr<DeliveryTracker> tracker_ = std::make_shared<DeliveryTracker>();
  // What the tracker was last told of; ids that were skipped move it without a batch.
  uint64_t announced_position_ = 0;
  std::optional<events::v1::QuoteTick> quote_;
  uint64_t quote_sequence_ = 0;
  int64_t watermark_ns_ = 0;
  int64_t sent_watermark_ns_ = 0;
};

}  // namespace mib::coinbase
