#include "candlesticks/batch.h"

namespace mib::indicators {
namespace {

// Bodies that share an end count less.
constexpr int kFull = 100;
constexpr int kShared = 80;

constexpr Pattern kEngulfing{
    .name = "cdl_engulfing",
    .talib_name = "CDLENGULFING",
    .long_name = "Engulfing pattern",
    .description =
        "A body that covers the body of the candle before, of the other colour. Positive: the second is "
        "white. Negative: black. 100 where it reaches beyond on both sides, 80 where one end is shared.",
    .source = kNison,
    .candles = 2,
    .colours = "BW|WB",
    .extra_bars = 1,
    .match =
        [](const Candles& c, double) {
          if (!All(c.Top(0) >= c.Top(1), c.Bottom(0) <= c.Bottom(1))) return 0;
          if (c.Top(0) == c.Top(1) && c.Bottom(0) == c.Bottom(1)) return 0;
          return c.Sign(0) * (c.Open(0) != c.Close(1) && c.Close(0) != c.Open(1) ? kFull : kShared);
        },
};

// The value where the body of candle 0 lies in that of candle 1; the small one may touch one of the ends or both.
int Inside(const Candles& c) {
  const bool touching = All(c.Top(0) <= c.Top(1), c.Bottom(0) >= c.Bottom(1));
  return -c.Sign(1) * (ValueIf(touching, kShared) + ValueIf(c.BodyInside(0), kFull - kShared));
}

constexpr Pattern kHarami{
    .name = "cdl_harami",
    .talib_name = "CDLHARAMI",
    .long_name = "Harami pattern",
    .description =
        "A small body inside the long body before it. Positive: the long one is black. Negative: white. 100 "
        "where it is strictly inside, 80 where an end is shared.",
    .source = kNison,
    .candles = 2,
    .settings = {kBodyLong, kBodyShort},
    .match = [](const Candles& c, double) { return ValueIf(All(c.LongBody(1), c.SmallBody(0)), Inside(c)); },
};

constexpr Pattern kHaramiCross{
    .name = "cdl_haramicross",
    .talib_name = "CDLHARAMICROSS",
    .long_name = "Harami cross pattern",
    .description =
        "A doji inside the long body before it. Positive: the long one is black. Negative: white. 100 where "
        "it is strictly inside, 80 where an end is shared.",
    .source = kNison,
    .candles = 2,
    .settings = {kBodyLong, kBodyDoji},
    .match = [](const Candles& c, double) { return ValueIf(All(c.LongBody(1), c.Doji(0)), Inside(c)); },
};

constexpr Pattern kHomingPigeon{
    .name = "cdl_homingpigeon",
    .talib_name = "CDLHOMINGPIGEON",
    .long_name = "Homing pigeon",
    .description =
        "A small black body inside the long black body before it. 100: bullish after a fall, which is not "
        "checked.",
    .source = kMorris,
    .candles = 2,
    .colours = "BB",
    .settings = {kBodyLong, kBodyShort},
    .match = [](const Candles& c, double) { return c.BodyInside(0) && c.LongBody(1) && c.SmallBody(0) ? 100 : 0; },
};

constexpr Pattern kThreeInside{
    .name = "cdl_3inside",
    .talib_name = "CDL3INSIDE",
    .long_name = "Three inside up/down",
    .description =
        "A harami and its confirmation: long body, small body strictly inside it, and a candle against the "
        "first that closes beyond the first's open. 100: up. -100: down.",
    .source = kMorris,
    .candles = 3,
    .colours = "B.W|W.B",
    .settings = {kBodyLong, kBodyShort},
    .match =
        [](const Candles& c, double) {
          const bool beyond = c.White(0) ? c.Close(0) > c.Open(2) : c.Close(0) < c.Open(2);
          return All(c.BodyInside(1), beyond) && c.LongBody(2) && c.SmallBody(1) ? 100 * c.Sign(0) : 0;
        },
};

constexpr Pattern kThreeOutside{
    .name = "cdl_3outside",
    .talib_name = "CDL3OUTSIDE",
    .long_name = "Three outside up/down",
    .description =
        "An engulfing pattern, strict on both sides, and a third candle that closes beyond the second's "
        "close. 100: up. -100: down.",
    .source = kMorris,
    .candles = 3,
    .colours = "BW.|WB.",
    .extra_bars = 1,
    .match =
        [](const Candles& c, double) {
          const bool beyond = c.White(1) ? c.Close(0) > c.Close(1) : c.Close(0) < c.Close(1);
          return All(c.Top(1) > c.Top(2), c.Bottom(1) < c.Bottom(2), beyond) ? 100 * c.Sign(1) : 0;
        },
};

}  // namespace

std::span<const PatternEntry> EngulfingPatterns() {
  static constexpr PatternEntry kEntries[] = {Entry<kEngulfing>(),    Entry<kHarami>(),      Entry<kHaramiCross>(),
                                              Entry<kHomingPigeon>(), Entry<kThreeInside>(), Entry<kThreeOutside>()};
  return kEntries;
}

}  // namespace mib::indicators
