#include "candlesticks/batch.h"

namespace mib::indicators {
namespace {

constexpr Pattern kBeltHold{
    .name = "cdl_belthold",
    .talib_name = "CDLBELTHOLD",
    .long_name = "Belt hold",
    .description =
        "A long body that opens at its extreme. 100: white with no lower shadow. -100: black with no upper "
        "shadow.",
    .source = kNison,
    .settings = {kBodyLong, kShadowVeryShort},
    .match = [](const Candles& c, double) { return ValueIf(All(c.LongBody(0), c.NoOpenShadow(0)), 100 * c.Sign(0)); },
};

constexpr Pattern kClosingMarubozu{
    .name = "cdl_closingmarubozu",
    .talib_name = "CDLCLOSINGMARUBOZU",
    .long_name = "Closing marubozu",
    .description =
        "A long body that closes at its extreme. 100: white with no upper shadow. -100: black with no lower "
        "shadow.",
    .source = kMorris,
    .settings = {kBodyLong, kShadowVeryShort},
    .match = [](const Candles& c, double) { return ValueIf(All(c.LongBody(0), c.NoCloseShadow(0)), 100 * c.Sign(0)); },
};

constexpr Pattern kMarubozu{
    .name = "cdl_marubozu",
    .talib_name = "CDLMARUBOZU",
    .long_name = "Marubozu",
    .description = "A long body without shadows. 100: white. -100: black.",
    .source = kNison,
    .settings = {kBodyLong, kShadowVeryShort},
    .match =
        [](const Candles& c, double) {
          return ValueIf(All(c.LongBody(0), c.NoUpperShadow(0), c.NoLowerShadow(0)), 100 * c.Sign(0));
        },
};

bool HasShortShadows(const Candles& c) {
  const double average = c.Average<kShadowShort>(0);
  return All(c.UpperShadow(0) < average, c.LowerShadow(0) < average);
}

constexpr Pattern kLongLine{
    .name = "cdl_longline",
    .talib_name = "CDLLONGLINE",
    .long_name = "Long line candle",
    .description = "A long body with short shadows. 100: white. -100: black.",
    .source = kMorris,
    .settings = {kBodyLong, kShadowShort},
    .match = [](const Candles& c, double) { return ValueIf(All(c.LongBody(0), HasShortShadows(c)), 100 * c.Sign(0)); },
};

constexpr Pattern kShortLine{
    .name = "cdl_shortline",
    .talib_name = "CDLSHORTLINE",
    .long_name = "Short line candle",
    .description = "A short body with short shadows. 100: white. -100: black.",
    .source = kMorris,
    .settings = {kBodyShort, kShadowShort},
    .match = [](const Candles& c, double) { return ValueIf(All(c.ShortBody(0), HasShortShadows(c)), 100 * c.Sign(0)); },
};

constexpr Pattern kHighWave{
    .name = "cdl_highwave",
    .talib_name = "CDLHIGHWAVE",
    .long_name = "High-wave candle",
    .description = "A short body with two very long shadows: indecision. 100: white. -100: black.",
    .source = kNison,
    .settings = {kBodyShort, kShadowVeryLong},
    .match =
        [](const Candles& c, double) {
          const double very_long = c.Average<kShadowVeryLong>(0);
          return ValueIf(All(c.UpperShadow(0) > very_long, c.LowerShadow(0) > very_long, c.ShortBody(0)),
                         100 * c.Sign(0));
        },
};

constexpr Pattern kSpinningTop{
    .name = "cdl_spinningtop",
    .talib_name = "CDLSPINNINGTOP",
    .long_name = "Spinning top",
    .description = "A short body, each of its shadows longer than it: indecision. 100: white. -100: black.",
    .source = kNison,
    .settings = {kBodyShort},
    .match =
        [](const Candles& c, double) {
          return ValueIf(All(c.UpperShadow(0) > c.Body(0), c.LowerShadow(0) > c.Body(0), c.ShortBody(0)),
                         100 * c.Sign(0));
        },
};

}  // namespace

std::span<const PatternEntry> LinePatterns() {
  static constexpr PatternEntry kEntries[] = {Entry<kBeltHold>(),   Entry<kClosingMarubozu>(), Entry<kMarubozu>(),
                                              Entry<kLongLine>(),   Entry<kShortLine>(),       Entry<kHighWave>(),
                                              Entry<kSpinningTop>()};
  return kEntries;
}

}  // namespace mib::indicators
