#pragma once

#include <cstdint>

#include "mib/market/trade_columns.h"

namespace mib::market {

/// Why no bar may take the row, as static text, or nullptr.
inline const char* RowFault(const TradeColumns& trades, size_t row, int64_t latest_ns) {
  if (trades.price[row] <= 0) return "price is not positive";
  if (trades.size[row] <= 0) return "size is not positive";
  if (trades.time_ns[row] <= 0) return "time is not positive";
  if (trades.time_ns[row] > latest_ns) return "in the future";
  return nullptr;
}

}  // namespace mib::market
