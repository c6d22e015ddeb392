#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "candlesticks/settings.h"

namespace mib::indicators {

/// The sum of kPeriod terms, term(0) the newest: in pairs and fours, which wait less for one another than the additions
/// of a running sum and which neighbouring windows share (see sums.h).
template <int kPeriod, typename Term>
double SumUpTo(Term term) {
  static_assert(kPeriod == 5 || kPeriod == 10);
  const auto pair = [&](int back) { return term(back) + term(back + 1); };
  const auto four = [&](int back) { return pair(back) + pair(back + 2); };
  if constexpr (kPeriod == 5) {
    return four(0) + term(4);
  } else {
    return (four(0) + four(4)) + pair(8);
  }
}

/// True if all are: without a branch for each, for conditions that are cheap and often fail by themselves.
template <typename... Bools>
bool All(Bools... bools) {
  return static_cast<bool>((static_cast<int>(bools) & ...));
}

/// True if any is; likewise.
template <typename... Bools>
bool Any(Bools... bools) {
  return static_cast<bool>((static_cast<int>(bools) | ...));
}

/// `value` where the pattern is there, else 0; likewise.
inline int ValueIf(bool there, int value) { return static_cast<int>(there) * value; }

/// The last candles of a series, as a pattern sees them: candle 0 is the newest, candle 1 the one before. A view; who
/// makes it sees to it that all candles asked for are there (Pattern::Lookback).
///
/// A mean "at" candle k is over the candles before k, without k. Its sum is a function of that window alone, always
/// added up in the same order (see SumUpTo), so no decision depends on where a series began.
class Candles {
 public:
  /// Pointers to the newest bar of each column. `sums`, if given, points to the sum of kind 0 at the newest bar (see
  /// SumKind), the next kind `sum_stride` further; each kind goes back as far as the columns.
  Candles(const double* open, const double* high, const double* low, const double* close, const double* sums = nullptr,
          size_t sum_stride = 0)
      : open_(open), high_(high), low_(low), close_(close), sums_(sums), sum_stride_(sum_stride) {}

  double Open(int k) const { return open_[-k]; }
  double High(int k) const { return high_[-k]; }
  double Low(int k) const { return low_[-k]; }
  double Close(int k) const { return close_[-k]; }

  /// White: closed at its open or higher. Black: lower.
  bool White(int k) const { return Close(k) >= Open(k); }
  bool Black(int k) const { return !White(k); }
  /// 1 of a white candle, -1 of a black one.
  int Sign(int k) const { return 2 * static_cast<int>(White(k)) - 1; }
  double Body(int k) const { return std::abs(Close(k) - Open(k)); }
  /// The upper and the lower end of the body.
  double Top(int k) const { return std::max(Open(k), Close(k)); }
  double Bottom(int k) const { return std::min(Open(k), Close(k)); }
  // As high - top and bottom - low to the last bit, and without a branch.
  double UpperShadow(int k) const { return std::min(High(k) - Open(k), High(k) - Close(k)); }
  double LowerShadow(int k) const { return std::min(Open(k) - Low(k), Close(k) - Low(k)); }

  template <const CandleSetting& kSetting>
  double Average(int k) const {
    constexpr double kParts = kSetting.extent == Extent::kShadows ? 2.0 : 1.0;
    if constexpr (kSetting.period == 0) {
      return kSetting.factor * ExtentOf<kSetting.extent>(k) / kParts;
    } else {
      const double sum = sums_ != nullptr ? sums_[static_cast<std::ptrdiff_t>(SumKind(kSetting) * sum_stride_) - k]
                                          : Sum<kSetting.extent, kSetting.period>(k);
      return kSetting.factor * (sum / kSetting.period) / kParts;
    }
  }

  bool LongBody(int k) const { return Body(k) > Average<kBodyLong>(k); }
  bool ShortBody(int k) const { return Body(k) < Average<kBodyShort>(k); }
  /// Not longer than the mean: short, or the mean itself.
  bool SmallBody(int k) const { return Body(k) <= Average<kBodyShort>(k); }
  bool Doji(int k) const { return Body(k) <= Average<kBodyDoji>(k); }
  bool NoUpperShadow(int k) const { return UpperShadow(k) < Average<kShadowVeryShort>(k); }
  bool NoLowerShadow(int k) const { return LowerShadow(k) < Average<kShadowVeryShort>(k); }
  /// No shadow at the end where the candle opened (closed).
  bool NoOpenShadow(int k) const { return Any(All(White(k), NoLowerShadow(k)), All(Black(k), NoUpperShadow(k))); }
  bool NoCloseShadow(int k) const { return Any(All(White(k), NoUpperShadow(k)), All(Black(k), NoLowerShadow(k))); }
  /// `value` is within the setting's distance, taken at candle k, of `level`.
  template <const CandleSetting& kSetting>
  bool Within(double value, double level, int k) const {
    const double distance = Average<kSetting>(k);
    return All(value >= level - distance, value <= level + distance);
  }

  /// The body of candle k lies wholly above (below) that of candle `before`.
  bool BodyGapUp(int k, int before) const { return Bottom(k) > Top(before); }
  bool BodyGapDown(int k, int before) const { return Top(k) < Bottom(before); }
  /// The same with shadows, of candle k and the one before it.
  bool GapUp(int k) const { return Low(k) > High(k + 1); }
  bool GapDown(int k) const { return High(k) < Low(k + 1); }
  /// The body of candle k lies strictly inside that of the candle before.
  bool BodyInside(int k) const { return All(Top(k) < Top(k + 1), Bottom(k) > Bottom(k + 1)); }

  template <Extent kExtent>
  double ExtentOf(int k) const {
    if constexpr (kExtent == Extent::kBody) {
      return Body(k);
    } else if constexpr (kExtent == Extent::kHighLow) {
      return High(k) - Low(k);
    } else {
      return UpperShadow(k) + LowerShadow(k);
    }
  }
  /// Of the kPeriod candles before candle k.
  template <Extent kExtent, int kPeriod>
  double Sum(int k) const {
    return SumUpTo<kPeriod>([this, k](int back) { return ExtentOf<kExtent>(k + 1 + back); });
  }

 private:
  const double* open_;
  const double* high_;
  const double* low_;
  const double* close_;
  const double* sums_;
  size_t sum_stride_;
};

}  // namespace mib::indicators
