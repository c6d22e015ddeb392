#include "candlesticks/batch.h"

namespace mib::indicators {
namespace {

// The shadow is the smaller of both differences.
bool HasLongUpperShadow(const Candles& c) {
  const double average = c.Average<kShadowLong>(0);
  return All(c.High(0) - c.Open(0) > average, c.High(0) - c.Close(0) > average);
}
bool HasLongLowerShadow(const Candles& c) {
  const double average = c.Average<kShadowLong>(0);
  return All(c.Open(0) - c.Low(0) > average, c.Close(0) - c.Low(0) > average);
}

constexpr Pattern kDoji{
    .name = "cdl_doji",
    .talib_name = "CDLDOJI",
    .long_name = "Doji",
    .description = "Opens and closes at nearly the same price. 100: the market is undecided, not that it will rise.",
    .source = kNison,
    .settings = {kBodyDoji},
    .match = [](const Candles& c, double) { return ValueIf(c.Doji(0), 100); },
};

constexpr Pattern kDragonflyDoji{
    .name = "cdl_dragonflydoji",
    .talib_name = "CDLDRAGONFLYDOJI",
    .long_name = "Dragonfly doji",
    .description =
        "A doji at its high: no upper shadow, and a lower one that is not very short. 100: present; bullish "
        "only after a fall.",
    .source = kNison,
    .settings = {kBodyDoji, kShadowVeryShort},
    .match =
        [](const Candles& c, double) {
          return ValueIf(All(c.Doji(0), c.NoUpperShadow(0), c.LowerShadow(0) > c.Average<kShadowVeryShort>(0)), 100);
        },
};

constexpr Pattern kGravestoneDoji{
    .name = "cdl_gravestonedoji",
    .talib_name = "CDLGRAVESTONEDOJI",
    .long_name = "Gravestone doji",
    .description =
        "A doji at its low: no lower shadow, and an upper one that is not very short. 100: present; bearish "
        "only after a rise.",
    .source = kNison,
    .settings = {kBodyDoji, kShadowVeryShort},
    .match =
        [](const Candles& c, double) {
          return ValueIf(All(c.Doji(0), c.NoLowerShadow(0), c.UpperShadow(0) > c.Average<kShadowVeryShort>(0)), 100);
        },
};

constexpr Pattern kLongLeggedDoji{
    .name = "cdl_longleggeddoji",
    .talib_name = "CDLLONGLEGGEDDOJI",
    .long_name = "Long-legged doji",
    .description = "A doji with a long shadow, upper or lower or both. 100: the market is undecided.",
    .source = kNison,
    .settings = {kBodyDoji, kShadowLong},
    .match = [](const Candles& c,
                double) { return ValueIf(All(c.Doji(0), Any(HasLongLowerShadow(c), HasLongUpperShadow(c))), 100); },
};

constexpr Pattern kRickshawMan{
    .name = "cdl_rickshawman",
    .talib_name = "CDLRICKSHAWMAN",
    .long_name = "Rickshaw man",
    .description =
        "A doji with two long shadows whose body is near the middle of high and low. 100: the market is "
        "undecided.",
    .source = kNison,
    .settings = {kBodyDoji, kShadowLong, kNear},
    .match =
        [](const Candles& c, double) {
          const double middle = c.Low(0) + (c.High(0) - c.Low(0)) / 2;
          const double near = c.Average<kNear>(0);
          // An end of the body is enough.
          const bool below = Any(c.Open(0) <= middle + near, c.Close(0) <= middle + near);
          const bool above = Any(c.Open(0) >= middle - near, c.Close(0) >= middle - near);
          const bool shadows = All(HasLongLowerShadow(c), HasLongUpperShadow(c));
          return ValueIf(All(c.Doji(0), shadows, below, above), 100);
        },
};

constexpr Pattern kTakuri{
    .name = "cdl_takuri",
    .talib_name = "CDLTAKURI",
    .long_name = "Takuri",
    .description = "A dragonfly doji whose lower shadow is very long. 100: present; bullish only after a fall.",
    .source = kBulkowski,
    .settings = {kBodyDoji, kShadowVeryShort, kShadowVeryLong},
    .match =
        [](const Candles& c, double) {
          return ValueIf(All(c.LowerShadow(0) > c.Average<kShadowVeryLong>(0), c.Doji(0), c.NoUpperShadow(0)), 100);
        },
};

constexpr Pattern kTristar{
    .name = "cdl_tristar",
    .talib_name = "CDLTRISTAR",
    .long_name = "Tristar pattern",
    .description =
        "Three dojis, measured at the first, the middle one after a gap between the bodies and beyond the "
        "last. 100: the middle is lowest. -100: highest.",
    .source = kNison,
    .candles = 3,
    .settings = {kBodyDoji},
    .match =
        [](const Candles& c, double) {
          const bool top = c.BodyGapUp(1, 2) && c.Top(0) < c.Top(1);
          const bool bottom = c.BodyGapDown(1, 2) && c.Bottom(0) > c.Bottom(1);
          if (!top && !bottom) return 0;
          const double doji = c.Average<kBodyDoji>(2);
          if (c.Body(2) > doji || c.Body(1) > doji || c.Body(0) > doji) return 0;
          return bottom ? 100 : -100;
        },
};

}  // namespace

std::span<const PatternEntry> DojiPatterns() {
  static constexpr PatternEntry kEntries[] = {
      Entry<kDoji>(),        Entry<kDragonflyDoji>(), Entry<kGravestoneDoji>(), Entry<kLongLeggedDoji>(),
      Entry<kRickshawMan>(), Entry<kTakuri>(),        Entry<kTristar>()};
  return kEntries;
}

}  // namespace mib::indicators
