#pragma once

// A venue in memory: the socket of its feed and its trades as REST tells them.

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "fakes.h"
#include "fmt/format.h"
#include "mib/telemetry/metrics.h"
#include "venues/coinbase/feed.h"
#include "venues/coinbase/healer.h"

namespace mib::coinbase {

using ingestion::At;
using ingestion::Number;

/// What the venue says next; a silence passes the time that the reader is willing to wait.
struct Line {
  std::deque<std::string> messages;
  bool broken = false;
  std::vector<std::string> written;
  int connects = 0;
};

class FakeSocket final : public http::WebSocketClient {
 public:
  FakeSocket(Line& line, Clock& clock) : line_(line), clock_(clock) {}
  absl::StatusOr<std::string> Read(absl::Duration timeout) override {
    if (!line_.messages.empty()) {
      std::string text = std::move(line_.messages.front());
      line_.messages.pop_front();
      return text;
    }
    if (line_.broken) return absl::UnavailableError("closed, code 1006");
    clock_.Sleep(timeout);
    return absl::DeadlineExceededError("nothing came");
  }
  absl::Status Write(std::string_view text) override {
    line_.written.emplace_back(text);
    return absl::OkStatus();
  }
  void Close() override {}

 private:
  Line& line_;
  Clock& clock_;
};

/// Trades 1..newest of every product, but those in `lost`; pages as the venue makes them.
class FakeHistory final : public TradeHistory {
 public:
  absl::StatusOr<ingestion::Rows<market::Trade>> TradesBefore(std::string_view product, uint64_t before_id) override {
    calls.emplace_back(std::string(product), before_id);
    if (!status.ok()) return status;
    ingestion::Rows<market::Trade> rows;
    for (uint64_t id = std::min(before_id - 1, newest); id >= oldest && rows.good.size() < page_rows; --id) {
      if (!lost.contains(id)) rows.good.push_back(TradeOf(id));
    }
    return rows;
  }
  static market::Trade TradeOf(uint64_t id) {
    return {id, ToNanos(At("2024-01-15T10:00:00Z")) + static_cast<int64_t>(id) * 1'000'000, Number("100.5"),
            Number("2"), market::Side::kBuy};
  }

  absl::Status status;
  uint64_t newest = 0;
  uint64_t oldest = 1;
  size_t page_rows = kPageRows;
  std::map<uint64_t, bool> lost;
  std::vector<std::pair<std::string, uint64_t>> calls;
};

inline std::string MatchText(uint64_t id, std::string_view type = "match", std::string_view product = "BTC-USD",
                             std::string_view price = "100.5") {
  return fmt::format(
      R"({{"type":"{}","trade_id":{},"side":"sell","size":"2","price":"{}","product_id":"{}","sequence":{},)"
      R"("time":"{}"}})",
      type, id, price, product, id, mib::FormatTime(FromNanos(FakeHistory::TradeOf(id).time_ns)));
}

inline std::string HeartbeatText(uint64_t last_id, std::string_view time) {
  return fmt::format(R"({{"type":"heartbeat","sequence":1,"last_trade_id":{},"product_id":"BTC-USD","time":"{}"}})",
                     last_id, time);
}

constexpr std::string_view kSubscribed = R"({"type":"subscriptions","channels":[]})";

/// A feed with its healer and the world around them.
class FeedWorld {
 public:
  explicit FeedWorld(ingestion::Cursors cursors = {}, bool backfill = false, size_t max_waiting = 1000) {
    options.products = {"BTC-USD"};
    options.backfill_trades = backfill;
    options.max_waiting = max_waiting;
    store.cursors = cursors;
    Restart();
  }

  /// A new process with what the old one saved.
  void Restart() {
    healer.reset();
    feed.reset();
    auto connect = [this]() -> absl::StatusOr<std::unique_ptr<http::WebSocketClient>> {
      ++line.connects;
      if (!reachable) return absl::UnavailableError("connection refused");
      return std::make_unique<FakeSocket>(line, clock);
    };
    feed = std::make_unique<Feed>(options, store.cursors, connect, producer, store, dead_letters, probe, clock);
    healer = std::make_unique<Healer>(feed->streams(), history, store, dead_letters, probe, clock);
  }

  void Say(const std::vector<std::string>& messages) {
    for (const std::string& message : messages) line.messages.push_back(message);
    // Until all is read, unless the feed does not read; then silences until a flush is due.
    for (size_t i = 0; i < messages.size() + 200 && !line.messages.empty(); ++i) feed->Step();
    for (int i = 0; i < 3; ++i) feed->Step();
  }
  void Heal(int steps = 1) {
    for (int i = 0; i < steps; ++i) {
      healer->Step();
      clock.Advance(absl::Seconds(31));
    }
    for (int i = 0; i < 3; ++i) feed->Step();
  }
  std::vector<uint64_t> PublishedIds() const {
    std::vector<uint64_t> ids;
    for (const events::v1::TradeBatch& batch : producer.Events<events::v1::TradeBatch>()) {
      uint64_t id = batch.base_trade_id();
      for (int row = 0; row < batch.price_size(); ++row) {
        if (row > 0) id += static_cast<uint64_t>(batch.trade_id_delta(row));
        ids.push_back(id);
      }
    }
    return ids;
  }
  int64_t Watermark() const {
    int64_t watermark = 0;
    for (const auto& batch : producer.Events<events::v1::TradeBatch>())
      watermark = std::max(watermark, batch.watermark_ns());
    return watermark;
  }

  SimulatedClock clock{At("2024-01-15T12:00:00Z")};
  telemetry::Metrics metrics;
  ingestion::SourceProbe probe{metrics, "coinbase"};
  ingestion::FakeProducer producer;
  ingestion::FakeFeedStore store;
  ingestion::FakeDeadLetterStore letters;
  ingestion::DeadLetters dead_letters{producer, letters, clock};
  FeedOptions options;
  Line line;
  bool reachable = true;
  FakeHistory history;
  std::unique_ptr<Feed> feed;
  std::unique_ptr<Healer> healer;
};

}  // namespace mib::coinbase
