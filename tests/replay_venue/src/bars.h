#pragma once

// Recorded prices: one file per symbol, and what becomes of its bars.

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "mib/base/decimal.h"
#include "mib/market/trade_columns.h"

namespace mib::venue {

inline constexpr int64_t kNanosPerSecond = 1'000'000'000;

struct Bar {
  /// The first column as it stands in the file: a date, or a time.
  std::string label;
  int64_t open_ns = 0;
  Decimal open, high, low, close, volume;
};

/// Reads "date|time,open,high,low,close,volume" with a header line, oldest first. Errors name the file and the line.
absl::StatusOr<std::vector<Bar>> ReadBars(const std::string& path);

/// Bars of `seconds` out of shorter ones, oldest first; those that opened in the same stretch are one.
std::vector<Bar> RollUp(const std::vector<Bar>& bars, int64_t seconds);
std::vector<Bar> RollUpTrades(const std::vector<market::Trade>& trades, int64_t seconds);

/// Four trades, ids from `first_id`, whose bar is `bar` again: open, the extremes (the nearer to the open first),
/// close, each with exactly a quarter of the volume. None for a bar without volume, which no trade can have made.
std::vector<market::Trade> TradesOf(const Bar& bar, int64_t length_ns, uint64_t first_id);

}  // namespace mib::venue
