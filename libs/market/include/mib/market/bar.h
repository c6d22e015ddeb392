#pragma once

#include <compare>
#include <cstdint>
#include <string_view>

#include "mib/base/decimal.h"
#include "mib/market/interval.h"
#include "mib/market/v1/market.pb.h"

namespace mib::market {

/// A mean price has so many digits more than the finest of open, high, low and close.
inline constexpr int kMeanPriceDigits = 4;

/// The order of trades: by time, and within one instant by the venue's number.
struct TradeKey {
  int64_t time_ns = 0;
  uint64_t id = 0;
  friend auto operator<=>(const TradeKey&, const TradeKey&) = default;
};

/// A bar with all that is needed to go on building it. Prices are integers at `price_scale`, volume at `size_scale`,
/// notional (the sum of price times size) at the sum of both. Never holds a number of more than 37 digits.
struct BarState {
  Interval interval = Interval::k1s;
  int64_t open_ns = 0;
  /// The open time of the next bar.
  int64_t close_ns = 0;
  int price_scale = 0;
  int size_scale = 0;
  Int128 open = 0;
  Int128 high = 0;
  Int128 low = 0;
  Int128 close = 0;
  Int128 volume = 0;
  Int128 notional = 0;
  uint64_t trades = 0;
  /// The trades that made `open` and `close`.
  TradeKey first;
  TradeKey last;
  /// 0 while open; 1 for the first final form; one more with each later trade.
  uint32_t revision = 0;
  /// Which of the builder's sources told the newest trade.
  uint32_t source = 0;

  bool is_final() const { return revision > 0; }
  friend bool operator==(const BarState&, const BarState&) = default;
};

/// The bar as the contract tells it, with origin TRADES. Its bytes depend on values alone, never on the scales in which
/// trades happened to travel: numbers carry no trailing zeros, and the mean price is rounded half to even at four
/// digits more than the finest of open, high, low and close.
v1::Bar ToProto(const BarState& bar, std::string_view symbol, std::string_view source);

}  // namespace mib::market
