// Longer patterns that end a fall (and, where they have a mirror image, a rise).
#include "candlesticks/batch.h"

namespace mib::indicators {
namespace {

constexpr Pattern kThreeStarsInTheSouth{
    .name = "cdl_3starsinsouth",
    .talib_name = "CDL3STARSINSOUTH",
    .long_name = "Three stars in the south",
    .description =
        "A long black candle with a long lower shadow; a smaller black one that opens within the first's "
        "upper range, falls below its close but not its low, and has a lower shadow; a short black one "
        "without shadows inside the second's range. 100: bullish.",
    .source = kMorris,
    .candles = 3,
    .colours = "BBB",
    .settings = {kBodyLong, kBodyShort, kShadowLong, kShadowVeryShort},
    .match =
        [](const Candles& c, double) {
          const bool smaller = All(c.Body(1) < c.Body(2), c.Open(1) > c.Close(2), c.Open(1) <= c.High(2),
                                   c.Low(1) < c.Close(2), c.Low(1) >= c.Low(2));
          const bool smallest = All(c.Low(0) > c.Low(1), c.High(0) < c.High(1));
          if (!smaller || !smallest) return 0;
          const bool shadows = c.LowerShadow(2) > c.Average<kShadowLong>(2) &&
                               c.LowerShadow(1) > c.Average<kShadowVeryShort>(1) && c.NoLowerShadow(0) &&
                               c.NoUpperShadow(0);
          return shadows && c.LongBody(2) && c.ShortBody(0) ? 100 : 0;
        },
};

constexpr Pattern kStickSandwich{
    .name = "cdl_sticksandwich",
    .talib_name = "CDLSTICKSANDWICH",
    .long_name = "Stick sandwich",
    .description =
        "Black, white, black: the white one stays above the first close, and the last closes equal to the "
        "first. 100: bullish after a fall, which is not checked.",
    .source = kMorris,
    .candles = 3,
    .colours = "BWB",
    .settings = {kEqual},
    .match = [](const Candles& c,
                double) { return c.Low(1) > c.Close(2) && c.Within<kEqual>(c.Close(0), c.Close(2), 2) ? 100 : 0; },
};

constexpr Pattern kUniqueThreeRiver{
    .name = "cdl_unique3river",
    .talib_name = "CDLUNIQUE3RIVER",
    .long_name = "Unique three river",
    .description =
        "A long black candle, a black one with its body inside the first and a lower low, and a short white "
        "one that opens above that low. 100: bullish after a fall, which is not checked.",
    .source = kNison,
    .candles = 3,
    .colours = "BBW",
    .settings = {kBodyLong, kBodyShort},
    .match =
        [](const Candles& c, double) {
          return All(c.Close(1) > c.Close(2), c.Open(1) <= c.Open(2), c.Low(1) < c.Low(2), c.Open(0) > c.Low(1)) &&
                         c.LongBody(2) && c.ShortBody(0)
                     ? 100
                     : 0;
        },
};

constexpr Pattern kConcealingBabySwallow{
    .name = "cdl_concealbabyswall",
    .talib_name = "CDLCONCEALBABYSWALL",
    .long_name = "Concealing baby swallow",
    .description =
        "Four black candles: two without shadows; one after a gap down between the bodies whose upper shadow "
        "reaches the body before; one whose high and low enclose the third. 100: bullish.",
    .source = kMorris,
    .candles = 4,
    .colours = "BBBB",
    .settings = {kShadowVeryShort},
    .match =
        [](const Candles& c, double) {
          if (!All(c.BodyGapDown(1, 2), c.High(1) > c.Close(2), c.High(0) > c.High(1), c.Low(0) < c.Low(1))) return 0;
          const bool bare = c.NoLowerShadow(3) && c.NoUpperShadow(3) && c.NoLowerShadow(2) && c.NoUpperShadow(2);
          return bare && c.UpperShadow(1) > c.Average<kShadowVeryShort>(1) ? 100 : 0;
        },
};

constexpr Pattern kLadderBottom{
    .name = "cdl_ladderbottom",
    .talib_name = "CDLLADDERBOTTOM",
    .long_name = "Ladder bottom",
    .description =
        "Three black candles with lower opens and closes, a black one with an upper shadow, and a white one "
        "that opens above the fourth body and closes above its high. 100: bullish.",
    .source = kMorris,
    .candles = 5,
    .colours = "BBBBW",
    .settings = {kShadowVeryShort},
    .match =
        [](const Candles& c, double) {
          return All(c.Open(4) > c.Open(3), c.Open(3) > c.Open(2), c.Close(4) > c.Close(3), c.Close(3) > c.Close(2),
                     c.Open(0) > c.Open(1), c.Close(0) > c.High(1)) &&
                         c.UpperShadow(1) > c.Average<kShadowVeryShort>(1)
                     ? 100
                     : 0;
        },
};

// High and low of candles 2 and 1 both go on in the direction of candle 3.
bool GoesDown(const Candles& c) {
  return All(c.High(2) < c.High(3), c.Low(2) < c.Low(3), c.High(1) < c.High(2), c.Low(1) < c.Low(2));
}
bool GoesUp(const Candles& c) {
  return All(c.High(2) > c.High(3), c.Low(2) > c.Low(3), c.High(1) > c.High(2), c.Low(1) > c.Low(2));
}

constexpr Pattern kBreakaway{
    .name = "cdl_breakaway",
    .talib_name = "CDLBREAKAWAY",
    .long_name = "Breakaway",
    .description =
        "A long candle; a gap between the bodies to the second, in the direction of the first and of its "
        "colour; two more that go on, the fourth of that colour too; a fifth of the other colour that "
        "closes in the gap. 100: after a fall. -100: after a rise.",
    .source = kMorris,
    .candles = 5,
    .colours = "BB.BW|WW.WB",
    .settings = {kBodyLong},
    .match =
        [](const Candles& c, double) {
          const bool breaks =
              c.White(0) ? All(c.BodyGapDown(3, 4), GoesDown(c), c.Close(0) > c.Open(3), c.Close(0) < c.Close(4))
                         : All(c.BodyGapUp(3, 4), GoesUp(c), c.Close(0) < c.Open(3), c.Close(0) > c.Close(4));
          return breaks && c.LongBody(4) ? 100 * c.Sign(0) : 0;
        },
};

}  // namespace

std::span<const PatternEntry> BottomPatterns() {
  static constexpr PatternEntry kEntries[] = {Entry<kThreeStarsInTheSouth>(), Entry<kStickSandwich>(),
                                              Entry<kUniqueThreeRiver>(),     Entry<kConcealingBabySwallow>(),
                                              Entry<kLadderBottom>(),         Entry<kBreakaway>()};
  return kEntries;
}

}  // namespace mib::indicators
