#include "candlesticks/batch.h"

namespace mib::indicators {
namespace {

// A short body at the top (bottom) of a long shadow.
bool IsHammer(const Candles& c) {
  return All(c.LowerShadow(0) > c.Average<kShadowLong>(0), c.NoUpperShadow(0), c.ShortBody(0));
}
bool IsInvertedHammer(const Candles& c) {
  return c.UpperShadow(0) > c.Average<kShadowLong>(0) && c.NoLowerShadow(0) && c.ShortBody(0);
}

constexpr Pattern kHammer{
    .name = "cdl_hammer",
    .talib_name = "CDLHAMMER",
    .long_name = "Hammer",
    .description =
        "A short body on a long lower shadow, with no upper shadow; the body is below or near the low of the "
        "candle before. 100: bullish after a fall, which is not checked.",
    .source = kNison,
    .candles = 2,
    .settings = {kBodyShort, kShadowLong, kShadowVeryShort, kNear},
    .match = [](const Candles& c,
                double) { return ValueIf(All(IsHammer(c), c.Bottom(0) <= c.Low(1) + c.Average<kNear>(1)), 100); },
};

constexpr Pattern kHangingMan{
    .name = "cdl_hangingman",
    .talib_name = "CDLHANGINGMAN",
    .long_name = "Hanging man",
    .description =
        "A short body on a long lower shadow, with no upper shadow; the body is above or near the high of "
        "the candle before. -100: bearish after a rise, which is not checked.",
    .source = kNison,
    .candles = 2,
    .settings = {kBodyShort, kShadowLong, kShadowVeryShort, kNear},
    .match = [](const Candles& c,
                double) { return ValueIf(All(IsHammer(c), c.Bottom(0) >= c.High(1) - c.Average<kNear>(1)), -100); },
};

constexpr Pattern kInvertedHammer{
    .name = "cdl_invertedhammer",
    .talib_name = "CDLINVERTEDHAMMER",
    .long_name = "Inverted hammer",
    .description =
        "A short body under a long upper shadow, with no lower shadow, after a gap down between the bodies. "
        "100: bullish after a fall, which is not checked.",
    .source = kNison,
    .candles = 2,
    .gap_first = true,
    .settings = {kBodyShort, kShadowLong, kShadowVeryShort},
    .match = [](const Candles& c, double) { return c.BodyGapDown(0, 1) && IsInvertedHammer(c) ? 100 : 0; },
};

constexpr Pattern kShootingStar{
    .name = "cdl_shootingstar",
    .talib_name = "CDLSHOOTINGSTAR",
    .long_name = "Shooting star",
    .description =
        "A short body under a long upper shadow, with no lower shadow, after a gap up between the bodies. "
        "-100: bearish after a rise, which is not checked.",
    .source = kNison,
    .candles = 2,
    .gap_first = true,
    .settings = {kBodyShort, kShadowLong, kShadowVeryShort},
    .match = [](const Candles& c, double) { return c.BodyGapUp(0, 1) && IsInvertedHammer(c) ? -100 : 0; },
};

}  // namespace

std::span<const PatternEntry> HammerPatterns() {
  static constexpr PatternEntry kEntries[] = {Entry<kHammer>(), Entry<kHangingMan>(), Entry<kInvertedHammer>(),
                                              Entry<kShootingStar>()};
  return kEntries;
}

}  // namespace mib::indicators
