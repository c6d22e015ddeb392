#pragma once

#include <cstdint>

#include "mib/market/bar.h"
#include "mib/market/trade_columns.h"

namespace mib::market {

inline constexpr int64_t kSecondNs = 1'000'000'000;

/// Neighbouring rows of one batch that fall into one second, summed up, so that the bars are touched once for all of
/// them.
struct TradeRun {
  int price_scale = 0;
  int size_scale = 0;
  uint32_t source = 0;
  int64_t second_ns = 0;
  size_t first_row = 0;
  uint64_t trades = 0;
  int64_t open = 0;
  int64_t high = 0;
  int64_t low = 0;
  int64_t close = 0;
  Int128 volume = 0;
  Int128 notional = 0;
  TradeKey first;
  TradeKey last;

  bool Holds(int64_t time_ns) const { return time_ns >= second_ns && time_ns < second_ns + kSecondNs; }
  /// True when one row more could overflow.
  bool full() const { return notional >= static_cast<Int128>(1) << 126; }
  void Begin(const TradeColumns& rows, size_t row);
  void Append(const TradeColumns& rows, size_t row);
};

/// What a bar's sums become with a run, and the scales they are in.
struct BarSums {
  int price_scale = 0;
  int size_scale = 0;
  Int128 volume = 0;
  Int128 notional = 0;

  /// False when they would have more than 37 digits.
  bool Compute(const BarState& bar, const TradeRun& run);
};

}  // namespace mib::market
