// A trend, small candles against it, and a candle that takes it up again or strikes it out.
#include "candlesticks/batch.h"

namespace mib::indicators {
namespace {

// Candle k opens in the body of the one before or near it.
bool OpensInOrNearBody(const Candles& c, int k) {
  const double near = c.Average<kNear>(k + 1);
  return c.Open(k) >= c.Bottom(k + 1) - near && c.Open(k) <= c.Top(k + 1) + near;
}

constexpr Pattern kThreeLineStrike{
    .name = "cdl_3linestrike",
    .talib_name = "CDL3LINESTRIKE",
    .long_name = "Three-line strike",
    .description =
        "Three candles of one colour that go on closing in its direction, each opening in or near the body "
        "before; then one of the other colour that opens beyond the third close and closes beyond the first "
        "open. 100: the three are white. -100: black.",
    .source = kMorris,
    .candles = 4,
    .colours = "WWWB|BBBW",
    .settings = {kNear},
    .match =
        [](const Candles& c, double) {
          const bool strikes = c.White(1) ? All(c.Close(1) > c.Close(2), c.Close(2) > c.Close(3),
                                                c.Open(0) > c.Close(1), c.Close(0) < c.Open(3))
                                          : All(c.Close(1) < c.Close(2), c.Close(2) < c.Close(3),
                                                c.Open(0) < c.Close(1), c.Close(0) > c.Open(3));
          return strikes && OpensInOrNearBody(c, 2) && OpensInOrNearBody(c, 1) ? 100 * c.Sign(1) : 0;
        },
};

bool ThreeShortBodies(const Candles& c) { return c.ShortBody(3) && c.ShortBody(2) && c.ShortBody(1); }

constexpr Pattern kMatHold{
    .name = "cdl_mathold",
    .talib_name = "CDLMATHOLD",
    .long_name = "Mat hold",
    .description =
        "A long white candle; a short black body after a gap up and two more short ones, falling, that keep "
        "within the penetration of the first body; a white one that opens above the fourth close and closes "
        "above their highs. 100: the rise goes on.",
    .source = kMorris,
    .candles = 5,
    .colours = "WB..W",
    .settings = {kBodyLong, kBodyShort},
    .penetration = 0.5,
    .match =
        [](const Candles& c, double penetration) {
          const double floor = c.Close(4) - c.Body(4) * penetration;
          const bool holds = All(c.BodyGapUp(3, 4), c.Bottom(2) < c.Close(4), c.Bottom(1) < c.Close(4),
                                 c.Bottom(2) > floor, c.Bottom(1) > floor, c.Top(2) < c.Open(3), c.Top(1) < c.Top(2));
          const bool resumes = All(c.Open(0) > c.Close(1), c.Close(0) > std::max({c.High(3), c.High(2), c.High(1)}));
          return holds && resumes && c.LongBody(4) && ThreeShortBodies(c) ? 100 : 0;
        },
};

// The body of candle k meets the range of the first of five.
bool MeetsFirst(const Candles& c, int k) { return c.Bottom(k) < c.High(4) && c.Top(k) > c.Low(4); }

constexpr Pattern kRisingFallingThreeMethods{
    .name = "cdl_risefall3methods",
    .talib_name = "CDLRISEFALL3METHODS",
    .long_name = "Rising/falling three methods",
    .description =
        "A long candle, three short ones of the other colour that go against it within its range, and a long "
        "one of its colour that opens beyond the fourth close and closes beyond the first. 100: rising. "
        "-100: falling.",
    .source = kNison,
    .candles = 5,
    .colours = "WBBBW|BWWWB",
    .settings = {kBodyLong, kBodyShort},
    .match =
        [](const Candles& c, double) {
          const bool steps = c.White(4) ? All(c.Close(2) < c.Close(3), c.Close(1) < c.Close(2), c.Open(0) > c.Close(1),
                                              c.Close(0) > c.Close(4))
                                        : All(c.Close(2) > c.Close(3), c.Close(1) > c.Close(2), c.Open(0) < c.Close(1),
                                              c.Close(0) < c.Close(4));
          return steps && MeetsFirst(c, 3) && MeetsFirst(c, 2) && MeetsFirst(c, 1) && c.LongBody(4) &&
                         ThreeShortBodies(c) && c.LongBody(0)
                     ? 100 * c.Sign(4)
                     : 0;
        },
};

}  // namespace

std::span<const PatternEntry> ContinuationPatterns() {
  static constexpr PatternEntry kEntries[] = {Entry<kThreeLineStrike>(), Entry<kMatHold>(),
                                              Entry<kRisingFallingThreeMethods>()};
  return kEntries;
}

}  // namespace mib::indicators
