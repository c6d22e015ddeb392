// Gaps between bodies that hold or are filled.
#include "candlesticks/batch.h"

namespace mib::indicators {
namespace {

// A gap between the bodies of candles 2 and 1 in the direction of `sign`.
bool Gaps(const Candles& c, int sign) { return sign > 0 ? c.BodyGapUp(1, 2) : c.BodyGapDown(1, 2); }

constexpr Pattern kTasukiGap{
    .name = "cdl_tasukigap",
    .talib_name = "CDLTASUKIGAP",
    .long_name = "Tasuki gap",
    .description =
        "A gap between the bodies to a candle of its direction's colour; then one of the other colour and "
        "near the same length that opens in the second body and closes in the gap. 100: upside. -100: "
        "downside.",
    .source = kNison,
    .candles = 3,
    .colours = ".WB|.BW",
    .settings = {kNear},
    .match =
        [](const Candles& c, double) {
          if (!Gaps(c, c.Sign(1))) return 0;

          const bool opens_in_body = All(c.Open(0) > c.Bottom(1), c.Open(0) < c.Top(1));
          const bool closes_in_gap = c.White(1) ? All(c.Close(0) < c.Open(1), c.Close(0) > c.Top(2))
                                                : All(c.Close(0) > c.Open(1), c.Close(0) < c.Bottom(2));
          return opens_in_body && closes_in_gap && std::abs(c.Body(1) - c.Body(0)) < c.Average<kNear>(1)
                     ? 100 * c.Sign(1)
                     : 0;
        },
};

constexpr Pattern kSideBySideWhite{
    .name = "cdl_gapsidesidewhite",
    .talib_name = "CDLGAPSIDESIDEWHITE",
    .long_name = "Up/down-gap side-by-side white lines",
    .description =
        "Two white candles of near the same length and equal opens, both with a gap in the same direction "
        "from the body of the candle before them. 100: gap up. -100: gap down.",
    .source = kNison,
    .candles = 3,
    .colours = ".WW",
    .settings = {kNear, kEqual},
    .match =
        [](const Candles& c, double) {
          const bool up = All(c.BodyGapUp(1, 2), c.BodyGapUp(0, 2));
          const bool down = All(c.BodyGapDown(1, 2), c.BodyGapDown(0, 2));
          if (!up && !down) return 0;
          if (!c.Within<kNear>(c.Body(0), c.Body(1), 1) || !c.Within<kEqual>(c.Open(0), c.Open(1), 1)) return 0;
          return up ? 100 : -100;
        },
};

constexpr Pattern kGapThreeMethods{
    .name = "cdl_xsidegap3methods",
    .talib_name = "CDLXSIDEGAP3METHODS",
    .long_name = "Upside/downside gap three methods",
    .description =
        "Two candles of one colour with a gap between the bodies in its direction, then one of the other "
        "colour that opens in the second body and closes in the first. 100: upside. -100: downside.",
    .source = kMorris,
    .candles = 3,
    .colours = "WWB|BBW",
    .match =
        [](const Candles& c, double) {
          return All(Gaps(c, c.Sign(2)), c.Open(0) < c.Top(1), c.Open(0) > c.Bottom(1), c.Close(0) < c.Top(2),
                     c.Close(0) > c.Bottom(2))
                     ? 100 * c.Sign(2)
                     : 0;
        },
};

}  // namespace

std::span<const PatternEntry> GapPatterns() {
  static constexpr PatternEntry kEntries[] = {Entry<kTasukiGap>(), Entry<kSideBySideWhite>(),
                                              Entry<kGapThreeMethods>()};
  return kEntries;
}

}  // namespace mib::indicators
