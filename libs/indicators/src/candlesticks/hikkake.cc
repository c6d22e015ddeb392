// A false break out of an inside bar, and its confirmation by a close on the other side within three bars.
#include "candlesticks/batch.h"

namespace mib::indicators {
namespace {

constexpr int kConfirmationBars = 3;

// Candle k lies strictly inside the range of the one before.
bool IsInsideBar(const Candles& c, int k) { return All(c.High(k) < c.High(k + 1), c.Low(k) > c.Low(k + 1)); }

// 100: lower high and low than the candle before, the false break down of a bullish pattern. -100: the opposite.
int FalseBreak(const Candles& c, int k) {
  const bool down = All(c.High(k) < c.High(k + 1), c.Low(k) < c.Low(k + 1));
  const bool up = All(c.High(k) > c.High(k + 1), c.Low(k) > c.Low(k + 1));
  return 100 * (static_cast<int>(down) - static_cast<int>(up));
}

// Whether a false break at candle k counts, inside bars given.
bool IsHikkake(const Candles&, int, int) { return true; }

// The first inside bar closes near the end where the false break goes.
bool IsModifiedHikkake(const Candles& c, int k, int direction) {
  const double near = c.Average<kNear>(k + 2);
  return direction > 0 ? c.Close(k + 2) <= c.Low(k + 2) + near : c.Close(k + 2) >= c.High(k + 2) - near;
}

// Bit k is set if the `kCount` candles before candle k are inside bars, each in the one before it.
template <int kCount>
unsigned AfterInsideBars(const Candles& c) {
  constexpr int kLast = kConfirmationBars + kCount;
  unsigned inside = 0;
  for (int k = 1; k <= kLast; ++k) inside |= static_cast<unsigned>(IsInsideBar(c, k)) << k;
  unsigned after = inside >> 1;
  for (int n = 1; n < kCount; ++n) after &= inside >> (n + 1);
  return after & ((1U << (kConfirmationBars + 1)) - 1);
}

// Candle k closes beyond the inside bar of the pattern that ended at candle `end`.
bool Confirms(const Candles& c, int k, int end, int direction) {
  return direction > 0 ? c.Close(k) > c.High(end + 1) : c.Close(k) < c.Low(end + 1);
}

// The newest pattern counts, until one bar has confirmed it.
template <int kInsideBars, bool (*kCounts)(const Candles&, int, int)>
int WithConfirmation(const Candles& c, double) {
  const unsigned after = AfterInsideBars<kInsideBars>(c);
  if (after == 0) return 0;
  for (int end = 0; end <= kConfirmationBars; ++end) {
    const int direction = (after >> end & 1) != 0 ? FalseBreak(c, end) : 0;
    if (direction == 0 || !kCounts(c, end, direction)) continue;
    if (end == 0) return direction;
    for (int k = end - 1; k > 0; --k) {
      if (Confirms(c, k, end, direction)) return 0;
    }
    return Confirms(c, 0, end, direction) ? 2 * direction : 0;
  }
  return 0;
}

constexpr Pattern kHikkake{
    .name = "cdl_hikkake",
    .talib_name = "CDLHIKKAKE",
    .long_name = "Hikkake pattern",
    .description =
        "An inside bar, then a bar with lower high and low (100: bullish) or higher high and low (-100: "
        "bearish). 200 or -200 at the first of the next three bars that closes beyond the inside bar on the "
        "other side, unless a newer pattern is there.",
    .source = kChesler,
    .candles = 3,
    .extra_bars = kConfirmationBars,
    .match = &WithConfirmation<1, &IsHikkake>,
};

constexpr Pattern kModifiedHikkake{
    .name = "cdl_hikkakemod",
    .talib_name = "CDLHIKKAKEMOD",
    .long_name = "Modified hikkake pattern",
    .description =
        "Two inside bars, one in the other, the first closing near its low (bullish) or high (bearish); then "
        "a bar with lower high and low (100) or higher high and low (-100). 200 or -200 at the first of the "
        "next three bars that closes beyond the second inside bar on the other side, unless a newer pattern "
        "is there.",
    .source = kChesler,
    .candles = 4,
    .extra_bars = 2,
    .settings = {kNear},
    .match = &WithConfirmation<2, &IsModifiedHikkake>,
};

}  // namespace

std::span<const PatternEntry> HikkakePatterns() {
  static constexpr PatternEntry kEntries[] = {Entry<kHikkake>(), Entry<kModifiedHikkake>()};
  return kEntries;
}

}  // namespace mib::indicators
