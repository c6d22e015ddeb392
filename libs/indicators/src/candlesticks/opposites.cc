// Two candles that meet at a price or part without touching.
#include "candlesticks/batch.h"

namespace mib::indicators {
namespace {

constexpr Pattern kCounterattack{
    .name = "cdl_counterattack",
    .talib_name = "CDLCOUNTERATTACK",
    .long_name = "Counterattack",
    .description = "Two long candles of different colours with equal closes. 100: the second is white. -100: black.",
    .source = kNison,
    .candles = 2,
    .colours = "WB|BW",
    .settings = {kBodyLong, kEqual},
    .match =
        [](const Candles& c, double) {
          return c.Within<kEqual>(c.Close(0), c.Close(1), 1) && c.LongBody(1) && c.LongBody(0) ? 100 * c.Sign(0) : 0;
        },
};

constexpr Pattern kSeparatingLines{
    .name = "cdl_separatinglines",
    .talib_name = "CDLSEPARATINGLINES",
    .long_name = "Separating lines",
    .description =
        "Two candles of different colours with equal opens; the second is a belt hold: long and open at its "
        "extreme. 100: it is white. -100: black.",
    .source = kNison,
    .candles = 2,
    .colours = "WB|BW",
    .settings = {kBodyLong, kShadowVeryShort, kEqual},
    .match =
        [](const Candles& c, double) {
          return c.Within<kEqual>(c.Open(0), c.Open(1), 1) && c.LongBody(0) && c.NoOpenShadow(0) ? 100 * c.Sign(0) : 0;
        },
};

bool IsMarubozu(const Candles& c, int k) { return c.LongBody(k) && c.NoUpperShadow(k) && c.NoLowerShadow(k); }

// Two marubozu with a gap from the first in the colour of the second.
bool IsKicking(const Candles& c) {
  return (c.White(0) ? c.GapUp(0) : c.GapDown(0)) && IsMarubozu(c, 1) && IsMarubozu(c, 0);
}

constexpr Pattern kKicking{
    .name = "cdl_kicking",
    .talib_name = "CDLKICKING",
    .long_name = "Kicking",
    .description =
        "Two marubozu of different colours with a gap between them, up to a white one or down to a black "
        "one. 100: the second is white. -100: black.",
    .source = kMorris,
    .candles = 2,
    .colours = "WB|BW",
    .settings = {kBodyLong, kShadowVeryShort},
    .match = [](const Candles& c, double) { return IsKicking(c) ? 100 * c.Sign(0) : 0; },
};

constexpr Pattern kKickingByLength{
    .name = "cdl_kickingbylength",
    .talib_name = "CDLKICKINGBYLENGTH",
    .long_name = "Kicking, by the longer marubozu",
    .description =
        "Two marubozu of different colours with a gap between them, up to a white one or down to a black "
        "one. 100: the longer body is white. -100: black.",
    .source = kMorris,
    .candles = 2,
    .colours = "WB|BW",
    .settings = {kBodyLong, kShadowVeryShort},
    .match = [](const Candles& c, double) { return IsKicking(c) ? 100 * c.Sign(c.Body(0) > c.Body(1) ? 0 : 1) : 0; },
};

constexpr Pattern kMatchingLow{
    .name = "cdl_matchinglow",
    .talib_name = "CDLMATCHINGLOW",
    .long_name = "Matching low",
    .description = "Two black candles with equal closes. 100: bullish after a fall, which is not checked.",
    .source = kMorris,
    .candles = 2,
    .colours = "BB",
    .settings = {kEqual},
    .match = [](const Candles& c, double) { return c.Within<kEqual>(c.Close(0), c.Close(1), 1) ? 100 : 0; },
};

}  // namespace

std::span<const PatternEntry> OppositePatterns() {
  static constexpr PatternEntry kEntries[] = {Entry<kCounterattack>(), Entry<kSeparatingLines>(), Entry<kKicking>(),
                                              Entry<kKickingByLength>(), Entry<kMatchingLow>()};
  return kEntries;
}

}  // namespace mib::indicators
