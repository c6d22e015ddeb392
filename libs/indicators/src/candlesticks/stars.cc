#include "candlesticks/batch.h"

namespace mib::indicators {
namespace {

// Closes below (above) the share `penetration` of the first body, counted from the first close, against its colour.
bool ClosesDownInto(const Candles& c, double penetration) { return c.Close(0) < c.Close(2) - c.Body(2) * penetration; }
bool ClosesUpInto(const Candles& c, double penetration) { return c.Close(0) > c.Close(2) + c.Body(2) * penetration; }
bool LastIsNotShort(const Candles& c) { return c.Body(0) > c.Average<kBodyShort>(0); }

constexpr Pattern kMorningStar{
    .name = "cdl_morningstar",
    .talib_name = "CDLMORNINGSTAR",
    .long_name = "Morning star",
    .description =
        "A long black candle, a small body after a gap down, and a white one, not short, that closes in the "
        "first body deeper than the penetration. 100: bullish after a fall, which is not checked.",
    .source = kNison,
    .candles = 3,
    .colours = "B.W",
    .settings = {kBodyLong, kBodyShort},
    .penetration = 0.3,
    .match =
        [](const Candles& c, double penetration) {
          return c.BodyGapDown(1, 2) && ClosesUpInto(c, penetration) && c.LongBody(2) && c.SmallBody(1) &&
                         LastIsNotShort(c)
                     ? 100
                     : 0;
        },
};

constexpr Pattern kEveningStar{
    .name = "cdl_eveningstar",
    .talib_name = "CDLEVENINGSTAR",
    .long_name = "Evening star",
    .description =
        "A long white candle, a small body after a gap up, and a black one, not short, that closes in the "
        "first body deeper than the penetration. -100: bearish after a rise, which is not checked.",
    .source = kNison,
    .candles = 3,
    .colours = "W.B",
    .settings = {kBodyLong, kBodyShort},
    .penetration = 0.3,
    .match =
        [](const Candles& c, double penetration) {
          return c.BodyGapUp(1, 2) && ClosesDownInto(c, penetration) && c.LongBody(2) && c.SmallBody(1) &&
                         LastIsNotShort(c)
                     ? -100
                     : 0;
        },
};

constexpr Pattern kMorningDojiStar{
    .name = "cdl_morningdojistar",
    .talib_name = "CDLMORNINGDOJISTAR",
    .long_name = "Morning doji star",
    .description = "A morning star whose middle candle is a doji. 100: bullish after a fall, which is not checked.",
    .source = kNison,
    .candles = 3,
    .colours = "B.W",
    .settings = {kBodyLong, kBodyDoji, kBodyShort},
    .penetration = 0.3,
    .match =
        [](const Candles& c, double penetration) {
          return c.BodyGapDown(1, 2) && ClosesUpInto(c, penetration) && c.LongBody(2) && c.Doji(1) && LastIsNotShort(c)
                     ? 100
                     : 0;
        },
};

constexpr Pattern kEveningDojiStar{
    .name = "cdl_eveningdojistar",
    .talib_name = "CDLEVENINGDOJISTAR",
    .long_name = "Evening doji star",
    .description = "An evening star whose middle candle is a doji. -100: bearish after a rise, which is not checked.",
    .source = kNison,
    .candles = 3,
    .colours = "W.B",
    .settings = {kBodyLong, kBodyDoji, kBodyShort},
    .penetration = 0.3,
    .match =
        [](const Candles& c, double penetration) {
          return c.BodyGapUp(1, 2) && ClosesDownInto(c, penetration) && c.LongBody(2) && c.Doji(1) && LastIsNotShort(c)
                     ? -100
                     : 0;
        },
};

constexpr Pattern kAbandonedBaby{
    .name = "cdl_abandonedbaby",
    .talib_name = "CDLABANDONEDBABY",
    .long_name = "Abandoned baby",
    .description =
        "A doji star that gaps away from both its neighbours, shadows included; the last candle is not short "
        "and closes in the first body deeper than the penetration. 100: at a bottom. -100: at a top.",
    .source = kNison,
    .candles = 3,
    .colours = "W.B|B.W",
    .settings = {kBodyLong, kBodyDoji, kBodyShort},
    .penetration = 0.3,
    .match =
        [](const Candles& c, double penetration) {
          const bool gone = c.White(0) ? All(c.GapDown(1), c.GapUp(0)) && ClosesUpInto(c, penetration)
                                       : All(c.GapUp(1), c.GapDown(0)) && ClosesDownInto(c, penetration);
          return gone && c.LongBody(2) && c.Doji(1) && LastIsNotShort(c) ? 100 * c.Sign(0) : 0;
        },
};

constexpr Pattern kDojiStar{
    .name = "cdl_dojistar",
    .talib_name = "CDLDOJISTAR",
    .long_name = "Doji star",
    .description =
        "A long body, then a doji after a gap between the bodies in the direction of the first. 100: after a "
        "black candle. -100: after a white one.",
    .source = kNison,
    .candles = 2,
    .settings = {kBodyLong, kBodyDoji},
    .match =
        [](const Candles& c, double) {
          const bool gap = Any(All(c.White(1), c.BodyGapUp(0, 1)), All(c.Black(1), c.BodyGapDown(0, 1)));
          return ValueIf(All(gap, c.LongBody(1), c.Doji(0)), -100 * c.Sign(1));
        },
};

}  // namespace

std::span<const PatternEntry> StarPatterns() {
  static constexpr PatternEntry kEntries[] = {Entry<kMorningStar>(),     Entry<kEveningStar>(),
                                              Entry<kMorningDojiStar>(), Entry<kEveningDojiStar>(),
                                              Entry<kAbandonedBaby>(),   Entry<kDojiStar>()};
  return kEntries;
}

}  // namespace mib::indicators
