#include "venues/coinbase/product_stream.h"

#include <algorithm>
#include <utility>

#include "fmt/format.h"
#include "mib/kafka/record.h"
#include "mib/market/proto.h"
#include "mib/telemetry/trace.h"

namespace mib::coinbase {
namespace {

std::optional<uint64_t> StartOf(std::optional<uint64_t> cursor, bool from_first) {
  return cursor || !from_first ? cursor : std::optional<uint64_t>(0);
}

// A venue may tell 0 where there is no price.
bool Usable(const std::optional<Decimal>& value) { return value && value->sign() > 0; }

}  // namespace

ProductStream::ProductStream(std::string source, std::string symbol, std::optional<uint64_t> cursor, bool from_first,
                             size_t max_waiting)
    : source_(std::move(source)), symbol_(std::move(symbol)), trades_(StartOf(cursor, from_first), max_waiting) {
  if (trades_.position()) {
    announced_position_ = *trades_.position();
    tracker_->Restart(announced_position_);
  }
}

void ProductStream::SetQuote(const Ticker& ticker) {
  events::v1::QuoteTick tick;
  tick.set_symbol(symbol_);
  tick.set_source(source_);
  tick.set_time_ns(ticker.time_ns);
  *tick.mutable_last() = market::ToProto(ticker.price);
  if (Usable(ticker.last_size)) *tick.mutable_last_size() = market::ToProto(*ticker.last_size);
  if (Usable(ticker.bid)) *tick.mutable_bid() = market::ToProto(*ticker.bid);
  if (Usable(ticker.bid_size)) *tick.mutable_bid_size() = market::ToProto(*ticker.bid_size);
  if (Usable(ticker.ask)) *tick.mutable_ask() = market::ToProto(*ticker.ask);
  if (Usable(ticker.ask_size)) *tick.mutable_ask_size() = market::ToProto(*ticker.ask_size);
  quote_ = std::move(tick);
  quote_sequence_ = ticker.sequence;
}

void ProductStream::OnHeartbeat(const Heartbeat& heartbeat) {
  trades_.Announce(heartbeat.last_trade_id);
  if (!trades_.Missing()) watermark_ns_ = std::max(watermark_ns_, heartbeat.time_ns);
}

std::vector<Outgoing> ProductStream::TakeOutgoing() {
  std::vector<Outgoing> out;
  if (tracker_->failed()) RecoverFromLoss();
  AddTrades(&out);
  AddQuote(&out);
  return out;
}

void ProductStream::RecoverFromLoss() {
  announced_position_ = tracker_->position().value_or(announced_position_);
  trades_.Rewind(announced_position_);
  tracker_->Restart(announced_position_);
}

void ProductStream::AddTrades(std::vector<Outgoing>* out) {
  if (!trades_.position()) return;
  const uint64_t position = *trades_.position();
  const std::vector<market::Trade> ready = trades_.Take();
  if (!tracker_->position()) {
    announced_position_ = ready.empty() ? position : ready.front().id - 1;
    tracker_->Restart(announced_position_);
  }
  market::TradeBatchBuilder builder(symbol_, source_);
  uint64_t last_id = announced_position_;
  for (const market::Trade& trade : ready) {
    const bool fits = builder.rows() < kMaxBatchRows && builder.Add(trade).value_or(false);
    if (!fits) {
      if (builder.rows() > 0) AddBatch(builder.Take(), last_id, out);
      // Into an empty batch every trade fits that passed validation.
      builder.Add(trade).IgnoreError();
    }
    last_id = trade.id;
  }
  if (watermark_ns_ > sent_watermark_ns_) builder.SetWatermark(watermark_ns_);
  if (builder.rows() > 0 || position > announced_position_ || watermark_ns_ > sent_watermark_ns_) {
    AddBatch(builder.Take(), position, out);
  }
}

void ProductStream::AddBatch(const events::v1::TradeBatch& batch, uint64_t last_id, std::vector<Outgoing>* out) {
  const int rows = batch.price_size();
  std::shared_ptr<DeliveryTracker> tracker = tracker_;
  const DeliveryTracker::Ticket ticket = tracker->Sent(last_id);
  announced_position_ = last_id;
  if (rows == 0 && batch.watermark_ns() == 0) {
    tracker->Delivered(ticket);
    return;
  }
  sent_watermark_ns_ = std::max(sent_watermark_ns_, batch.watermark_ns());
  telemetry::Span span("publish trades", telemetry::SpanKind::kProducer);
  span.Set("symbol", symbol_);
  span.Set("trades", int64_t{rows});
  const std::string id = rows == 0
                             ? fmt::format("{}/{}/watermark/{}", source_, symbol_, batch.watermark_ns())
                             : fmt::format("{}/{}/trades/{}-{}", source_, symbol_, batch.base_trade_id(), last_id);
  out->push_back({kafka::MakeEvent(batch, "ingestion", id),
                  [tracker, ticket](const absl::Status& status) {
                    status.ok() ? tracker->Delivered(ticket) : tracker->Failed(ticket);
                  },
                  static_cast<size_t>(rows)});
}

void ProductStream::AddQuote(std::vector<Outgoing>* out) {
  if (!quote_) return;
  telemetry::Span span("publish quote", telemetry::SpanKind::kProducer);
  span.Set("symbol", symbol_);
  const std::string id = fmt::format("{}/{}/quote/{}", source_, symbol_, quote_sequence_);
  out->push_back({kafka::MakeEvent(*quote_, "ingestion", id), {}, 0, true});
  quote_.reset();
}

}  // namespace mib::coinbase
