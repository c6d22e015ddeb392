#include "candlesticks/batch.h"

namespace mib::indicators {
namespace {

bool CloseFalls(const Candles& c) { return All(c.Close(2) > c.Close(1), c.Close(1) > c.Close(0)); }
bool NoLowerShadows(const Candles& c) { return c.NoLowerShadow(2) && c.NoLowerShadow(1) && c.NoLowerShadow(0); }
// Candle k opens strictly in the body of the black one before.
bool OpensInBody(const Candles& c, int k) { return All(c.Open(k) < c.Open(k + 1), c.Open(k) > c.Close(k + 1)); }

constexpr Pattern kThreeBlackCrows{
    .name = "cdl_3blackcrows",
    .talib_name = "CDL3BLACKCROWS",
    .long_name = "Three black crows",
    .description =
        "A white candle, then three black ones with lower closes and no lower shadows, the first closing "
        "under the white one's high, the others opening in the body before. -100: bearish.",
    .source = kNison,
    .candles = 4,
    .colours = "WBBB",
    .settings = {kShadowVeryShort},
    .match =
        [](const Candles& c, double) {
          return All(CloseFalls(c), OpensInBody(c, 1), OpensInBody(c, 0), c.High(3) > c.Close(2)) && NoLowerShadows(c)
                     ? -100
                     : 0;
        },
};

constexpr Pattern kIdenticalThreeCrows{
    .name = "cdl_identical3crows",
    .talib_name = "CDLIDENTICAL3CROWS",
    .long_name = "Identical three crows",
    .description =
        "Three black candles with lower closes and no lower shadows, each opening equal to the close before. "
        "-100: bearish.",
    .source = kMorris,
    .candles = 3,
    .colours = "BBB",
    .settings = {kShadowVeryShort, kEqual},
    .match =
        [](const Candles& c, double) {
          return CloseFalls(c) && c.Within<kEqual>(c.Open(1), c.Close(2), 2) &&
                         c.Within<kEqual>(c.Open(0), c.Close(1), 1) && NoLowerShadows(c)
                     ? -100
                     : 0;
        },
};

constexpr Pattern kTwoCrows{
    .name = "cdl_2crows",
    .talib_name = "CDL2CROWS",
    .long_name = "Two crows",
    .description =
        "A long white candle, a black one after a gap up between the bodies, and a black one that opens in "
        "the second body and closes in the first. -100: bearish after a rise, which is not checked.",
    .source = kMorris,
    .candles = 3,
    .colours = "WBB",
    .settings = {kBodyLong},
    .match =
        [](const Candles& c, double) {
          return All(c.BodyGapUp(1, 2), OpensInBody(c, 0), c.Close(0) > c.Open(2), c.Close(0) < c.Close(2)) &&
                         c.LongBody(2)
                     ? -100
                     : 0;
        },
};

constexpr Pattern kUpsideGapTwoCrows{
    .name = "cdl_upsidegap2crows",
    .talib_name = "CDLUPSIDEGAP2CROWS",
    .long_name = "Upside gap two crows",
    .description =
        "A long white candle, a small black body after a gap up, and a black one whose body covers the "
        "second and closes above the first. -100: bearish after a rise, which is not checked.",
    .source = kNison,
    .candles = 3,
    .colours = "WBB",
    .settings = {kBodyLong, kBodyShort},
    .match =
        [](const Candles& c, double) {
          return All(c.BodyGapUp(1, 2), c.Open(0) > c.Open(1), c.Close(0) < c.Close(1), c.Close(0) > c.Close(2)) &&
                         c.LongBody(2) && c.SmallBody(1)
                     ? -100
                     : 0;
        },
};

}  // namespace

std::span<const PatternEntry> CrowPatterns() {
  static constexpr PatternEntry kEntries[] = {Entry<kThreeBlackCrows>(), Entry<kIdenticalThreeCrows>(),
                                              Entry<kTwoCrows>(), Entry<kUpsideGapTwoCrows>()};
  return kEntries;
}

}  // namespace mib::indicators
