#pragma once

#include <cstdint>
#include <stdexcept>
#include <string_view>
#include <vector>

#include "mib/base/time.h"
#include "mib/market/trade_columns.h"

namespace mib::market {

inline int64_t At(std::string_view text) { return ToNanos(*ParseTime(text)); }

inline Trade MakeTrade(uint64_t id, int64_t time_ns, std::string_view price, std::string_view size) {
  return Trade{id, time_ns, *Decimal::Parse(price), *Decimal::Parse(size), Side::kBuy};
}

/// The trades as the engine sees them after a journey in one batch.
inline TradeColumns Columns(const std::vector<Trade>& trades, int64_t watermark_ns = 0) {
  TradeBatchBuilder builder("TEST", "test");
  for (const Trade& trade : trades) {
    if (!builder.Add(trade).value()) throw std::logic_error("the trades do not fit one batch");
  }
  builder.SetWatermark(watermark_ns);
  TradeColumns columns;
  if (!Decode(builder.Take(), &columns).ok()) throw std::logic_error("the batch cannot be read");
  return columns;
}

}  // namespace mib::market
