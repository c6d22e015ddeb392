#include "trade_run.h"

#include <algorithm>

namespace mib::market {
namespace {

/// Sums stay below this, so that they fit a Decimal with room for one digit more.
constexpr int kMaxSumDigits = 37;

/// False when a * 10^grow_a + b * 10^grow_b is too large; all are positive or zero.
bool Sum(Int128 a, int grow_a, Int128 b, int grow_b, Int128* out) {
  const Int128 limit = PowerOfTen(kMaxSumDigits);
  if (grow_a > 0) {
    if (grow_a > kMaxSumDigits || a > limit / PowerOfTen(grow_a)) return false;
    a *= PowerOfTen(grow_a);
  }
  if (grow_b > 0) {
    if (grow_b > kMaxSumDigits || b > limit / PowerOfTen(grow_b)) return false;
    b *= PowerOfTen(grow_b);
  }
  if (a >= limit || b >= limit) return false;
  *out = a + b;
  return *out < limit;
}

}  // namespace

void TradeRun::Begin(const TradeColumns& rows, size_t row) {
  second_ns = OpenTime(Interval::k1s, rows.time_ns[row]);
  first_row = row;
  open = high = low = close = rows.price[row];
  first = last = TradeKey{rows.time_ns[row], rows.id[row]};
  volume = notional = 0;
}

void TradeRun::Append(const TradeColumns& rows, size_t row) {
  const int64_t price = rows.price[row];
  const TradeKey key{rows.time_ns[row], rows.id[row]};
  if (key < first) {
    first = key;
    open = price;
  }
  if (key > last) {
    last = key;
    close = price;
  }
  high = std::max(high, price);
  low = std::min(low, price);
  volume += rows.size[row];
  notional += static_cast<Int128>(price) * rows.size[row];
  ++trades;
}

bool BarSums::Compute(const BarState& bar, const TradeRun& run) {
  price_scale = std::max(bar.price_scale, run.price_scale);
  size_scale = std::max(bar.size_scale, run.size_scale);
  const int bar_size = size_scale - bar.size_scale;
  const int run_size = size_scale - run.size_scale;
  return Sum(bar.volume, bar_size, run.volume, run_size, &volume) &&
         Sum(bar.notional, bar_size + price_scale - bar.price_scale, run.notional,
             run_size + price_scale - run.price_scale, &notional);
}

}  // namespace mib::market
