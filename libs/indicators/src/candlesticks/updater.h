#pragma once

#include <array>
#include <type_traits>

#include "candlesticks/pattern.h"
#include "candlesticks/sums.h"
#include "mib/indicators/kit/adapter.h"

namespace mib::indicators {

// From a Pattern come an updater, for the adapter, and a batch function that looks at the columns where they are. Both
// ask the same `match`.

/// A short pattern of any colour asks for its averages at nearly every bar: cheaper to keep the sums ready.
constexpr bool KeepsSums(const Pattern& pattern) {
  return pattern.candles <= 2 && pattern.colours.empty() && !pattern.gap_first;
}

inline double PenetrationOf(Params params) { return params.empty() ? 0 : params[0]; }

template <const Pattern& kPattern>
bool Admits(uint32_t colours) {
  constexpr uint32_t kAdmitted = kPattern.Colourings();
  return (kAdmitted >> (colours % kColourings) & 1) != 0;
}

/// The sums at the candles of the pattern, kept from bar to bar.
template <const Pattern& kPattern>
class ReadySums {
 public:
  static constexpr size_t kStride = kPattern.candles;

  /// At the newest candle, as Candles takes them.
  const double* data() const { return &sums_[kStride - 1]; }
  /// Makes them those at the candle after `candles`.
  void Push(const Candles& candles) {
    for (size_t i = 0; i + 1 < sums_.size(); ++i) sums_[i] = sums_[i + 1];
    if constexpr (kPattern.Needs(SumKind(kBodyLong))) {
      bodies_.Push(candles.ExtentOf<Extent::kBody>(0));
      Newest(kBodyLong) = bodies_.Ten();
    }
    if constexpr (kPattern.Needs(SumKind(kShadowShort))) {
      shadows_.Push(candles.ExtentOf<Extent::kShadows>(0));
      Newest(kShadowShort) = shadows_.Ten();
    }
    if constexpr (kPattern.Needs(SumKind(kBodyDoji)) || kPattern.Needs(SumKind(kNear))) {
      ranges_.Push(candles.ExtentOf<Extent::kHighLow>(0));
      Newest(kBodyDoji) = ranges_.Ten();
      Newest(kNear) = ranges_.Five();
    }
  }

 private:
  double& Newest(const CandleSetting& setting) { return sums_[SumKind(setting) * kStride + kStride - 1]; }

  std::array<double, kSumKinds * kStride> sums_{};
  ExtentSums bodies_;
  ExtentSums ranges_;
  ExtentSums shadows_;
};

struct NoSums {
  static constexpr size_t kStride = 0;
  const double* data() const { return nullptr; }
  void Push(const Candles&) {}
};

template <const Pattern& kPattern>
class PatternUpdater {
 public:
  static constexpr size_t kInputs = 4;
  static constexpr size_t kOutputs = 1;
  static constexpr size_t kLookback = kPattern.Lookback();
  static_assert(kLookback <= kLongestLookback && kPattern.candles <= kColouredCandles);

  explicit PatternUpdater(Params params) : penetration_(PenetrationOf(params)) {}

  bool Update(const double* in, double* out) {
    history_.Push(in[0], in[1], in[2], in[3]);
    const Candles candles = history_.View(sums_.data(), decltype(sums_)::kStride);
    const bool ready = history_.seen() > kLookback;
    if (ready) {
      const bool sees = history_.usable() > kLookback && Admits<kPattern>(history_.colours());
      out[0] = sees ? kPattern.match(candles, penetration_) : 0;
    }
    sums_.Push(candles);
    return ready;
  }

 private:
  CandleHistory history_;
  double penetration_;
  std::conditional_t<KeepsSums(kPattern), ReadySums<kPattern>, NoSums> sums_;
};

}  // namespace mib::indicators
