#include "coinbase_messages.h"

#include "absl/time/time.h"
#include "fmt/format.h"

namespace mib::venue {
namespace {

std::string_view Taker(market::Side side) { return side == market::Side::kBuy ? "buy" : "sell"; }
std::string_view Maker(market::Side side) { return side == market::Side::kBuy ? "sell" : "buy"; }

// Order ids are of no use to anybody but have to look like themselves.
std::string OrderId(const market::Trade& trade, uint64_t salt) {
  const uint64_t mixed = (trade.id * 2 + salt) * 0x9e3779b97f4a7c15u;
  return fmt::format("{:08x}-{:04x}-4{:03x}-a{:03x}-{:012x}", mixed >> 32, (mixed >> 16) & 0xffff, mixed & 0xfff,
                     (mixed >> 12) & 0xfff, trade.id);
}

// One tick of the trade's own precision to either side.
Decimal OneTick(const Decimal& price, int direction) {
  const Int128 unscaled = price.unscaled() + direction;
  return Decimal(unscaled > 0 ? unscaled : price.unscaled(), price.scale());
}

}  // namespace

std::string CoinbaseTime(int64_t time_ns) {
  const absl::Time time = absl::FromUnixNanos(time_ns);
  return absl::FormatTime("%Y-%m-%dT%H:%M:%E6SZ", time, absl::UTCTimeZone());
}

std::string MatchMessage(std::string_view type, const Execution& execution) {
  const market::Trade& trade = execution.trade;
  return fmt::format(
      R"({{"type":"{}","trade_id":{},"maker_order_id":"{}","taker_order_id":"{}","side":"{}","size":"{}","price":"{}",)"
      R"("product_id":"{}","sequence":{},"time":"{}"}})",
      type, trade.id, OrderId(trade, 0), OrderId(trade, 1), Maker(trade.side), trade.size.ToString(),
      trade.price.ToString(), execution.product, execution.sequence, CoinbaseTime(trade.time_ns));
}

std::string TickerMessage(const Execution& execution) {
  const market::Trade& trade = execution.trade;
  const std::string volume = execution.volume.ToString();
  return fmt::format(
      R"({{"type":"ticker","sequence":{},"product_id":"{}","price":"{}","open_24h":"{}","volume_24h":"{}","low_24h":"{}",)"
      R"("high_24h":"{}","volume_30d":"{}","best_bid":"{}","best_bid_size":"1","best_ask":"{}","best_ask_size":"1",)"
      R"("side":"{}","time":"{}","trade_id":{},"last_size":"{}"}})",
      execution.sequence, execution.product, trade.price.ToString(), execution.open.ToString(), volume,
      execution.low.ToString(), execution.high.ToString(), volume, OneTick(trade.price, -1).ToString(),
      OneTick(trade.price, 1).ToString(), Taker(trade.side), CoinbaseTime(trade.time_ns), trade.id,
      trade.size.ToString());
}

std::string HeartbeatMessage(std::string_view product, const Standing& standing) {
  return fmt::format(R"({{"type":"heartbeat","last_trade_id":{},"product_id":"{}","sequence":{},"time":"{}"}})",
                     standing.last_trade_id, product, standing.sequence, CoinbaseTime(standing.time_ns));
}

std::string ErrorMessage(std::string_view message, std::string_view reason) {
  return fmt::format(R"({{"type":"error","message":"{}","reason":"{}"}})", message, reason);
}

std::string TradeJson(const market::Trade& trade) {
  return fmt::format(R"({{"trade_id":{},"side":"{}","size":"{}","price":"{}","time":"{}"}})", trade.id,
                     Maker(trade.side), trade.size.ToString(), trade.price.ToString(), CoinbaseTime(trade.time_ns));
}

std::string CandleJson(const Bar& bar) {
  return fmt::format("[{},{},{},{},{},{}]", bar.open_ns / kNanosPerSecond, bar.low.ToString(), bar.high.ToString(),
                     bar.open.ToString(), bar.close.ToString(), bar.volume.ToString());
}

std::string ProductJson(std::string_view id) {
  const size_t dash = id.find('-');
  const std::string_view base = id.substr(0, dash);
  const std::string_view quote = dash == std::string_view::npos ? "USD" : id.substr(dash + 1);
  return fmt::format(
      R"({{"id":"{0}","base_currency":"{1}","quote_currency":"{2}","quote_increment":"0.00001","base_increment":"0.00000001",)"
      R"("display_name":"{1}/{2}","status":"online","status_message":"","trading_disabled":false}})",
      id, base, quote);
}

}  // namespace mib::venue
