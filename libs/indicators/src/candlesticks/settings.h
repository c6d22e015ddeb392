#pragma once

#include <cstddef>

namespace mib::indicators {

/// What of a candle is measured.
enum class Extent {
  /// |close - open|.
  kBody,
  /// high - low.
  kHighLow,
  /// Upper and lower shadow together.
  kShadows,
};

/// What counts as "long", "short" or "near" for a candle: `factor` times the mean extent of the `period` candles before
/// it (of the candle itself where the period is 0; half of that mean for two shadows, to get one). The values are the
/// defaults of TA-Lib.
struct CandleSetting {
  Extent extent;
  int period;
  double factor;
  const char* words;
};

inline constexpr CandleSetting kBodyLong{Extent::kBody, 10, 1.0,
                                         "a long body exceeds the mean body of the 10 candles before"};
inline constexpr CandleSetting kBodyShort{Extent::kBody, 10, 1.0,
                                          "a short body is below the mean body of the 10 candles before"};
inline constexpr CandleSetting kBodyDoji{
    Extent::kHighLow, 10, 0.1, "a doji's body is at most 0.1 of the mean high - low of the 10 candles before"};
inline constexpr CandleSetting kShadowLong{Extent::kBody, 0, 1.0, "a long shadow exceeds the candle's own body"};
inline constexpr CandleSetting kShadowVeryLong{Extent::kBody, 0, 2.0,
                                               "a very long shadow exceeds twice the candle's own body"};
inline constexpr CandleSetting kShadowShort{Extent::kShadows, 10, 1.0,
                                            "a short shadow is below the mean shadow of the 10 candles before"};
inline constexpr CandleSetting kShadowVeryShort{
    Extent::kHighLow, 10, 0.1, "a very short shadow is below 0.1 of the mean high - low of the 10 candles before"};
inline constexpr CandleSetting kNear{Extent::kHighLow, 5, 0.2,
                                     "near is within 0.2 of the mean high - low of the 5 candles before"};
inline constexpr CandleSetting kFar{Extent::kHighLow, 5, 0.6,
                                    "far is beyond 0.6 of the mean high - low of the 5 candles before"};
inline constexpr CandleSetting kEqual{Extent::kHighLow, 5, 0.05,
                                      "equal is within 0.05 of the mean high - low of the 5 candles before"};

/// The different sums of extents that the settings need, each over the candles before one: the body, high - low and
/// shadows of 10, and high - low of 5.
inline constexpr size_t kSumKinds = 4;
constexpr size_t SumKind(const CandleSetting& setting) {
  return setting.period == 5 ? 3 : static_cast<size_t>(setting.extent);
}

}  // namespace mib::indicators
