// A candle that opens beyond the one before and closes back at it or in its body: how deep tells the patterns apart.
#include "candlesticks/batch.h"

namespace mib::indicators {
namespace {

bool OpensBelow(const Candles& c) { return c.Open(0) < c.Low(1); }

constexpr Pattern kPiercing{
    .name = "cdl_piercing",
    .talib_name = "CDLPIERCING",
    .long_name = "Piercing pattern",
    .description =
        "A long black candle, then a long white one that opens below its low and closes in its body above "
        "the middle. 100: bullish after a fall, which is not checked.",
    .source = kNison,
    .candles = 2,
    .colours = "BW",
    .settings = {kBodyLong},
    .match =
        [](const Candles& c, double) {
          return All(OpensBelow(c), c.Close(0) < c.Open(1), c.Close(0) > c.Close(1) + c.Body(1) * 0.5) &&
                         c.LongBody(1) && c.LongBody(0)
                     ? 100
                     : 0;
        },
};

constexpr Pattern kDarkCloudCover{
    .name = "cdl_darkcloudcover",
    .talib_name = "CDLDARKCLOUDCOVER",
    .long_name = "Dark cloud cover",
    .description =
        "A long white candle, then a black one that opens above its high and closes in its body, deeper than "
        "the penetration. -100: bearish after a rise, which is not checked.",
    .source = kNison,
    .candles = 2,
    .colours = "WB",
    .settings = {kBodyLong},
    .penetration = 0.5,
    .match =
        [](const Candles& c, double penetration) {
          return All(c.Open(0) > c.High(1), c.Close(0) > c.Open(1),
                     c.Close(0) < c.Close(1) - c.Body(1) * penetration) &&
                         c.LongBody(1)
                     ? -100
                     : 0;
        },
};

constexpr Pattern kOnNeck{
    .name = "cdl_onneck",
    .talib_name = "CDLONNECK",
    .long_name = "On-neck pattern",
    .description =
        "A long black candle, then a white one that opens below its low and closes equal to it. -100: the "
        "fall goes on.",
    .source = kNison,
    .candles = 2,
    .colours = "BW",
    .settings = {kBodyLong, kEqual},
    .match =
        [](const Candles& c, double) {
          return OpensBelow(c) && c.Within<kEqual>(c.Close(0), c.Low(1), 1) && c.LongBody(1) ? -100 : 0;
        },
};

constexpr Pattern kInNeck{
    .name = "cdl_inneck",
    .talib_name = "CDLINNECK",
    .long_name = "In-neck pattern",
    .description =
        "A long black candle, then a white one that opens below its low and closes equal to its close or "
        "slightly above. -100: the fall goes on.",
    .source = kNison,
    .candles = 2,
    .colours = "BW",
    .settings = {kBodyLong, kEqual},
    .match =
        [](const Candles& c, double) {
          return OpensBelow(c) && c.Close(0) >= c.Close(1) && c.Close(0) <= c.Close(1) + c.Average<kEqual>(1) &&
                         c.LongBody(1)
                     ? -100
                     : 0;
        },
};

constexpr Pattern kThrusting{
    .name = "cdl_thrusting",
    .talib_name = "CDLTHRUSTING",
    .long_name = "Thrusting pattern",
    .description =
        "A long black candle, then a white one that opens below its low and closes in its body, above equal "
        "to its close and not above the middle. -100: the fall goes on.",
    .source = kNison,
    .candles = 2,
    .colours = "BW",
    .settings = {kBodyLong, kEqual},
    .match =
        [](const Candles& c, double) {
          return OpensBelow(c) && c.Close(0) <= c.Close(1) + c.Body(1) * 0.5 &&
                         c.Close(0) > c.Close(1) + c.Average<kEqual>(1) && c.LongBody(1)
                     ? -100
                     : 0;
        },
};

}  // namespace

std::span<const PatternEntry> PiercingPatterns() {
  static constexpr PatternEntry kEntries[] = {Entry<kPiercing>(), Entry<kDarkCloudCover>(), Entry<kOnNeck>(),
                                              Entry<kInNeck>(), Entry<kThrusting>()};
  return kEntries;
}

}  // namespace mib::indicators
