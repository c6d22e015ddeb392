#include "venues/coinbase/feed.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "fmt/format.h"
#include "mib/base/ids.h"
#include "mib/base/log.h"
#include "mib/base/status.h"
#include "mib/base/time.h"
#include "validation.h"

namespace mib::coinbase {
namespace {

// How long the feed leaves a full producer queue alone.
constexpr absl::Duration kQueueWait = absl::Milliseconds(5);

uint64_t RandomSeed() {
  uint64_t seed = 0;
  RandomBytes(reinterpret_cast<uint8_t*>(&seed), sizeof(seed));
  return seed;
}

}  // namespace

Feed::Feed(const FeedOptions& options, const ingestion::Cursors& cursors, Connector connect, kafka::Producer& producer,
           ingestion::FeedStore& store, ingestion::DeadLetters& dead_letters, ingestion::SourceProbe& probe,
           Clock& clock)
    : options_(options),
      connect_(std::move(connect)),
      producer_(producer),
      store_(store),
      dead_letters_(dead_letters),
      probe_(probe),
      clock_(clock),
      backoff_(options.reconnect, RandomSeed()),
      saved_(cursors) {
  absl::MutexLock lock(&streams_.mutex);
  for (const std::string& product : options.products) {
    const auto cursor = cursors.find(product);
    streams_.by_product.try_emplace(product, std::string(kSource), product,
                                    cursor == cursors.end() ? std::nullopt : std::optional<uint64_t>(cursor->second),
                                    options.backfill_trades, options.max_waiting);
  }
}

void Feed::Run() {
  while (!stopping_) Step();
  Flush();
  if (socket_) socket_->Close();
  connected_ = false;
}

void Feed::Step() {
  if (!Drain()) {
    // Not reading is the back-pressure: the venue's bytes wait in the socket, and what it may drop is healed.
    clock_.Sleep(kQueueWait);
    return;
  }
  if (socket_) {
    Read();
  } else if (const absl::Duration wait = next_connect_ - clock_.Now(); wait > absl::ZeroDuration()) {
    clock_.Sleep(std::min(wait, options_.flush_interval));
  } else {
    Connect();
  }
  FlushWhenDue();
}

void Feed::Connect() {
  absl::StatusOr<std::unique_ptr<http::WebSocketClient>> socket = connect_();
  absl::Status status = socket.status();
  if (status.ok()) {
    socket_ = *std::move(socket);
    status = socket_->Write(SubscribeMessage(options_.products));
  }
  if (!status.ok()) return Disconnect(status);
  last_message_ = clock_.Now();
}

void Feed::Disconnect(const absl::Status& reason) {
  if (socket_) socket_->Close();
  socket_.reset();
  connected_ = false;
  probe_.reconnects.Increment();
  const absl::Duration wait = backoff_.Next();
  next_connect_ = clock_.Now() + wait;
  log::Warning("the feed is not connected",
               {{"source", kSource}, {"reason", ToString(reason)}, {"retry_in_ms", absl::ToInt64Milliseconds(wait)}});
}

void Feed::Read() {
  const absl::StatusOr<std::string> text = socket_->Read(options_.flush_interval);
  if (text.ok()) {
    last_message_ = clock_.Now();
    OnText(*text);
  } else if (!absl::IsDeadlineExceeded(text.status())) {
    Disconnect(text.status());
  } else if (clock_.Now() - last_message_ >= options_.stale_after) {
    Disconnect(absl::UnavailableError(
        fmt::format("nothing was heard for {} ms", absl::ToInt64Milliseconds(options_.stale_after))));
  }
}

void Feed::OnText(std::string_view text) {
  const absl::StatusOr<Frame> frame = ParseFrame(text);
  const absl::Status status = frame.ok() ? OnFrame(*frame) : frame.status();
  if (status.ok() || absl::IsUnavailable(status)) return;
  probe_.dead_letters.Increment();
  dead_letters_.Refuse("coinbase/feed", "", MessageOf(status), text);
}

absl::Status Feed::OnFrame(const Frame& frame) {
  if (const auto* match = std::get_if<Match>(&frame)) return OnMatch(*match);
  if (const auto* ticker = std::get_if<Ticker>(&frame)) return OnTicker(*ticker);
  if (const auto* heartbeat = std::get_if<Heartbeat>(&frame)) return OnHeartbeat(*heartbeat);
  if (std::holds_alternative<Subscribed>(frame)) {
    connected_ = true;
    backoff_.Reset();
    log::Info("the feed is connected", {{"source", kSource}, {"products", options_.products.size()}});
  } else if (const auto* refusal = std::get_if<Refusal>(&frame)) {
    Disconnect(absl::UnavailableError(fmt::format("the venue refused: {}", refusal->message)));
    return absl::UnavailableError("refused");
  }
  return absl::OkStatus();
}

absl::Status Feed::OnMatch(const Match& match) {
  absl::MutexLock lock(&streams_.mutex);
  ASSIGN_OR_RETURN(ProductStream * stream, Find(match.product));
  const market::Trade& trade = match.trade;
  if (stream->trades().Implausible(trade.id)) return absl::InvalidArgumentError("trade_id is far beyond the last one");
  const bool fresh_start = match.last && !stream->trades().position();
  const absl::Status valid = ingestion::CheckTrade(trade, clock_.Now());
  if (fresh_start) {
    stream->trades().Announce(trade.id);
  } else if (!stream->trades().Offer(trade.id, valid.ok() ? std::optional(trade) : std::nullopt)) {
    // The last match of every subscription repeats a trade that is known: no surprise, so not counted.
    if (!match.last) probe_.trades_duplicate.Increment();
    return absl::OkStatus();
  }
  if (!valid.ok()) {
    probe_.trades_refused.Increment();
    return valid;
  }
  ++read_since_flush_;
  if (!match.last) probe_.feed_lag_seconds.Set(absl::ToDoubleSeconds(clock_.Now() - FromNanos(trade.time_ns)));
  return absl::OkStatus();
}

absl::Status Feed::OnTicker(const Ticker& ticker) {
  absl::MutexLock lock(&streams_.mutex);
  ASSIGN_OR_RETURN(ProductStream * stream, Find(ticker.product));
  // A quote is judged as the trade that it tells of.
  const market::Trade last{1, ticker.time_ns, ticker.price, Decimal(1, 0), market::Side::kUnknown};
  if (absl::Status valid = ingestion::CheckTrade(last, clock_.Now()); !valid.ok()) {
    probe_.quotes_refused.Increment();
    return valid;
  }
  stream->SetQuote(ticker);
  return absl::OkStatus();
}

absl::Status Feed::OnHeartbeat(const Heartbeat& heartbeat) {
  absl::MutexLock lock(&streams_.mutex);
  ASSIGN_OR_RETURN(ProductStream * stream, Find(heartbeat.product));
  if (stream->trades().Implausible(heartbeat.last_trade_id)) {
    return absl::InvalidArgumentError("last_trade_id is far beyond the last one");
  }
  if (FromNanos(heartbeat.time_ns) > clock_.Now() + ingestion::kMaxAhead) {
    return absl::InvalidArgumentError("time is in the future");
  }
  stream->OnHeartbeat(heartbeat);
  return absl::OkStatus();
}

absl::StatusOr<ProductStream*> Feed::Find(const std::string& product) {
  const auto found = streams_.by_product.find(product);
  if (found == streams_.by_product.end()) {
    return absl::InvalidArgumentError(fmt::format("product_id '{:.40}' was not subscribed", product));
  }
  return &found->second;
}

void Feed::FlushWhenDue() {
  const absl::Time now = clock_.Now();
  if (now - last_flush_ < options_.flush_interval && read_since_flush_ < ProductStream::kMaxBatchRows) return;
  last_flush_ = now;
  Flush();
}

void Feed::Flush() {
  read_since_flush_ = 0;
  {
    absl::MutexLock lock(&streams_.mutex);
    for (auto& [product, stream] : streams_.by_product) {
      for (Outgoing& record : stream.TakeOutgoing()) outgoing_.push_back(std::move(record));
    }
  }
  Drain();
}

bool Feed::Drain() {
  while (!outgoing_.empty()) {
    Outgoing& next = outgoing_.front();
    // Given a copy: a refused record is tried again.
    if (!producer_.Send(next.record, next.done).ok()) return false;
    probe_.trades_published.Increment(static_cast<double>(next.trades));
    if (next.quote) probe_.quotes_published.Increment();
    outgoing_.pop_front();
  }
  return true;
}

absl::Status Feed::SaveCursors() {
  absl::MutexLock cursors_lock(&cursors_mutex_);
  ingestion::Cursors changed;
  {
    absl::MutexLock lock(&streams_.mutex);
    for (const auto& [product, stream] : streams_.by_product) {
      const std::optional<uint64_t> delivered = stream.delivered();
      const auto saved = saved_.find(product);
      if (delivered && (saved == saved_.end() || saved->second < *delivered)) changed[product] = *delivered;
    }
  }
  if (changed.empty()) return absl::OkStatus();
  RETURN_IF_ERROR(store_.SaveCursors(kSource, changed));
  for (const auto& [product, id] : changed) saved_[product] = id;
  return absl::OkStatus();
}

}  // namespace mib::coinbase
