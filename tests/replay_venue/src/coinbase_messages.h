#pragma once

// Coinbase Exchange's texts.

#include <string>
#include <string_view>
#include <vector>

#include "market.h"

namespace mib::venue {

/// "2021-04-17T16:43:37.089723Z": always microseconds.
std::string CoinbaseTime(int64_t time_ns);

/// A message of channel "matches"; `type` is match or last_match. Its side is the maker's, the opposite of the trade's.
std::string MatchMessage(std::string_view type, const Execution& execution);
/// A message of channel "ticker"; its side is the taker's.
std::string TickerMessage(const Execution& execution);
std::string HeartbeatMessage(std::string_view product, const Standing& standing);
std::string ErrorMessage(std::string_view message, std::string_view reason);

/// One element of GET /products/<id>/trades.
std::string TradeJson(const market::Trade& trade);
/// [time, low, high, open, close, volume]
std::string CandleJson(const Bar& bar);
/// One element of GET /products.
std::string ProductJson(std::string_view id);

}  // namespace mib::venue
