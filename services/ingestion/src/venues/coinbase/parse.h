#pragma once

// Coinbase Exchange's messages, read. Pure: text in, rows out. An error says which field is at fault; nothing here
// throws, whatever the text is.
//
// Sides: the venue names the side of the order that was waiting (the maker); ours is the taker's, the other one.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "mib/base/decimal.h"
#include "mib/market/trade_columns.h"
#include "mib/market/v1/market.pb.h"
#include "rows.h"

namespace mib::coinbase {

/// A trade as it happens; `last` when it is the one before the subscription, told once to show where the feed begins.
struct Match {
  std::string product;
  market::Trade trade;
  bool last = false;
};

/// Best prices after a trade.
struct Ticker {
  std::string product;
  int64_t time_ns = 0;
  uint64_t sequence = 0;
  Decimal price;
  std::optional<Decimal> last_size;
  std::optional<Decimal> bid;
  std::optional<Decimal> bid_size;
  std::optional<Decimal> ask;
  std::optional<Decimal> ask_size;
};

/// Once a second and product: the venue's time and its newest trade.
struct Heartbeat {
  std::string product;
  int64_t time_ns = 0;
  uint64_t last_trade_id = 0;
};

struct Subscribed {};

struct Refusal {
  std::string message;
};

/// A message of a kind we do not use; venues add kinds without notice.
struct Ignored {
  std::string type;
};

using Frame = std::variant<Match, Ticker, Heartbeat, Subscribed, Refusal, Ignored>;

absl::StatusOr<Frame> ParseFrame(std::string_view text);

/// GET /products/<id>/trades: newest first, as sent.
absl::StatusOr<ingestion::Rows<market::Trade>> ParseTrades(std::string_view body);

/// GET /products/<id>/candles, rows of [time, low, high, open, close, volume]. Sorted, oldest first.
absl::StatusOr<ingestion::Rows<ingestion::BarRow>> ParseCandles(std::string_view body);

/// GET /products.
absl::StatusOr<std::vector<market::v1::Instrument>> ParseProducts(std::string_view body);

/// The text that subscribes to matches, ticker and heartbeat of `products`.
std::string SubscribeMessage(const std::vector<std::string>& products);

}  // namespace mib::coinbase
