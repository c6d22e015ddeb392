#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

#include "candlesticks/candles.h"

namespace mib::indicators {

/// No pattern looks back further than this many bars.
inline constexpr size_t kLongestLookback = 14;

/// Whether a candle can be looked at: all four prices are finite.
inline bool Usable(double open, double high, double low, double close) {
  return 0 * open + 0 * high + 0 * low + 0 * close == 0;
}

/// The colours of the last 32 candles, as bits: bit k is set if candle k is white.
constexpr uint32_t NextColours(uint32_t colours, double open, double close) {
  return colours << 1 | static_cast<uint32_t>(close >= open);
}
/// Of these no pattern looks at more than five candles: so many different colourings there are.
inline constexpr size_t kColouredCandles = 5;
inline constexpr uint32_t kColourings = 1U << kColouredCandles;

/// The last candles of a stream, contiguous for a view. Allocates nothing.
class CandleHistory {
 public:
  void Push(double open, double high, double low, double close) {
    if (++newest_ == kCapacity) Rewind();
    open_[newest_] = open;
    high_[newest_] = high;
    low_[newest_] = low;
    close_[newest_] = close;
    colours_ = NextColours(colours_, open, close);
    seen_ = std::min(seen_ + 1, kLongestLookback + 1);
    usable_ = Usable(open, high, low, close) ? std::min(usable_ + 1, kLongestLookback + 1) : 0;
  }
  /// Bars so far, and usable ones without a break up to the newest; both counted up to kLongestLookback + 1.
  size_t seen() const { return seen_; }
  size_t usable() const { return usable_; }
  uint32_t colours() const { return colours_; }
  /// Where in a column of kCapacity the newest bar is.
  size_t newest() const { return newest_; }
  /// `sums`: see Candles.
  Candles View(const double* sums = nullptr, size_t sum_stride = 0) const {
    return {&open_[newest_], &high_[newest_], &low_[newest_], &close_[newest_], sums, sum_stride};
  }

  /// Room for many bars more than are looked back at: moving the last kKept to the front is seldom then.
  static constexpr size_t kCapacity = 64;
  static constexpr size_t kKept = kLongestLookback;

 private:
  void Rewind() {
    for (auto* column : {&open_, &high_, &low_, &close_})
      std::copy(column->end() - kKept, column->end(), column->begin());
    newest_ = kKept;
  }

  std::array<double, kCapacity> open_{};
  std::array<double, kCapacity> high_{};
  std::array<double, kCapacity> low_{};
  std::array<double, kCapacity> close_{};
  // The first Push makes it the first bar after the kept ones.
  size_t newest_ = kKept - 1;
  size_t seen_ = 0;
  size_t usable_ = 0;
  uint32_t colours_ = 0;
};

}  // namespace mib::indicators
