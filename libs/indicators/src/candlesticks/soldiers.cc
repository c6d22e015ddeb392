// Three white candles that rise, and what weakens them.
#include "candlesticks/batch.h"

namespace mib::indicators {
namespace {

bool CloseRises(const Candles& c) { return All(c.Close(0) > c.Close(1), c.Close(1) > c.Close(2)); }
// Candle k opens above the open of the one before and not far above its close.
bool OpensHigherNearBody(const Candles& c, int k) {
  return c.Open(k) > c.Open(k + 1) && c.Open(k) <= c.Close(k + 1) + c.Average<kNear>(k + 1);
}

constexpr Pattern kThreeWhiteSoldiers{
    .name = "cdl_3whitesoldiers",
    .talib_name = "CDL3WHITESOLDIERS",
    .long_name = "Three advancing white soldiers",
    .description =
        "Three white candles with higher closes and no upper shadows, each opening in or near the body "
        "before and none far shorter than the one before; the last is not short. 100: bullish.",
    .source = kNison,
    .candles = 3,
    .colours = "WWW",
    .settings = {kShadowVeryShort, kBodyShort, kFar, kNear},
    .match =
        [](const Candles& c, double) {
          return CloseRises(c) && OpensHigherNearBody(c, 1) && OpensHigherNearBody(c, 0) && c.NoUpperShadow(2) &&
                         c.NoUpperShadow(1) && c.NoUpperShadow(0) && c.Body(1) > c.Body(2) - c.Average<kFar>(2) &&
                         c.Body(0) > c.Body(1) - c.Average<kFar>(1) && c.Body(0) > c.Average<kBodyShort>(0)
                     ? 100
                     : 0;
        },
};

// The advance loses strength: bodies shrink, or upper shadows grow.
bool Weakens(const Candles& c) {
  if (c.Body(1) < c.Body(2) - c.Average<kFar>(2) && c.Body(0) < c.Body(1) + c.Average<kNear>(1)) return true;
  if (c.Body(0) < c.Body(1) - c.Average<kFar>(1)) return true;
  if (c.Body(0) >= c.Body(1)) return false;
  if (c.UpperShadow(0) > c.Average<kShadowLong>(0)) return true;
  return c.Body(1) < c.Body(2) &&
         (c.UpperShadow(0) > c.Average<kShadowShort>(0) || c.UpperShadow(1) > c.Average<kShadowShort>(1));
}

constexpr Pattern kAdvanceBlock{
    .name = "cdl_advanceblock",
    .talib_name = "CDLADVANCEBLOCK",
    .long_name = "Advance block",
    .description =
        "Three white candles with higher closes, each opening in or near the body before, the first long "
        "with a short upper shadow; then bodies far shorter, or shorter with longer upper shadows. -100: "
        "bearish after a rise, which is not checked.",
    .source = kNison,
    .candles = 3,
    .colours = "WWW",
    .settings = {kBodyLong, kShadowLong, kShadowShort, kFar, kNear},
    .match =
        [](const Candles& c, double) {
          return CloseRises(c) && OpensHigherNearBody(c, 1) && OpensHigherNearBody(c, 0) && c.LongBody(2) &&
                         c.UpperShadow(2) < c.Average<kShadowShort>(2) && Weakens(c)
                     ? -100
                     : 0;
        },
};

constexpr Pattern kStalledPattern{
    .name = "cdl_stalledpattern",
    .talib_name = "CDLSTALLEDPATTERN",
    .long_name = "Stalled pattern",
    .description =
        "Three white candles with higher closes: two long ones, the second without upper shadow and opening "
        "in or near the first body, then a short one that rides on the shoulder of the second. -100: bearish "
        "after a rise, which is not checked.",
    .source = kNison,
    .candles = 3,
    .colours = "WWW",
    .settings = {kBodyLong, kBodyShort, kShadowVeryShort, kNear},
    .match =
        [](const Candles& c, double) {
          return CloseRises(c) && OpensHigherNearBody(c, 1) &&
                         c.Open(0) >= c.Close(1) - c.Body(0) - c.Average<kNear>(1) && c.LongBody(2) && c.LongBody(1) &&
                         c.NoUpperShadow(1) && c.ShortBody(0)
                     ? -100
                     : 0;
        },
};

}  // namespace

std::span<const PatternEntry> SoldierPatterns() {
  static constexpr PatternEntry kEntries[] = {Entry<kThreeWhiteSoldiers>(), Entry<kAdvanceBlock>(),
                                              Entry<kStalledPattern>()};
  return kEntries;
}

}  // namespace mib::indicators
