#pragma once

#include <algorithm>
#include <array>
#include <limits>

#include "candlesticks/updater.h"

namespace mib::indicators {

/// Goes over whole columns in blocks, in two steps: which bars have the colours, then what the pattern says of those.
template <const Pattern& kPattern>
class PatternBatchRun {
 public:
  PatternBatchRun(Params params, InColumns in, double* out)
      : open_(in[0].data()),
        high_(in[1].data()),
        low_(in[2].data()),
        close_(in[3].data()),
        bars_(in[0].size()),
        out_(out),
        penetration_(PenetrationOf(params)) {}

  void Run() {
    const size_t first = std::min(bars_, kLookback);
    for (size_t i = 0; i < first; ++i) colours_ = NextColours(colours_, open_[i], close_[i]);
    if constexpr (KeepsSums(kPattern)) {
      for (size_t i = 0; i < first; ++i) LookAt(i);
    }
    std::fill_n(out_, first, std::numeric_limits<double>::quiet_NaN());
    for (size_t begin = first; begin < bars_; begin += kBlock) Block(begin, std::min(bars_ - begin, kBlock));
  }

 private:
  static constexpr size_t kLookback = kPattern.Lookback();
  static_assert(!KeepsSums(kPattern) || kLookback >= 10 + kPattern.candles - 1);
  // Sums of a block go back to the first candle of the pattern at its first bar.
  static constexpr size_t kMargin = kPattern.candles - 1;
  static constexpr size_t kSumStride = kBlock + kMargin;

  Candles At(size_t i, const double* sums = nullptr) const {
    return {open_ + i, high_ + i, low_ + i, close_ + i, sums, kSumStride};
  }

  void Block(size_t begin, size_t count) {
    if constexpr (KeepsSums(kPattern)) FillSums(begin, count);
    if constexpr (KeepsSums(kPattern)) {
      // Frequent patterns: a value per bar without a branch.
      for (size_t n = 0; n < count; ++n)
        out_[begin + n] = kPattern.match(At(begin + n, &sums_[kMargin + n]), penetration_);
      for (size_t i = begin; i < begin + count; ++i) {
        LookAt(i);
        if (i < clear_from_) out_[i] = 0;
      }
    } else if constexpr (kPattern.colours.empty()) {
      for (size_t n = 0; n < count; ++n) Decide(begin, n);
    } else {
      std::fill_n(out_ + begin, count, 0.0);
      const size_t candidates = FindCandidates(begin, count);
      for (size_t n = 0; n < candidates; ++n) Decide(begin, candidates_[n]);
    }
  }

  void Decide(size_t begin, size_t offset) {
    const size_t i = begin + offset;
    const int value = kPattern.match(At(i), penetration_);
    out_[i] = value != 0 && SeesUsable(i) ? value : 0;
  }

  // Without a branch per bar: colours are as good as random.
  size_t FindCandidates(size_t begin, size_t count) {
    size_t found = 0;
    uint32_t colours = colours_;
    for (size_t n = 0; n < count; ++n) {
      colours = NextColours(colours, open_[begin + n], close_[begin + n]);
      candidates_[found] = static_cast<uint32_t>(n);
      found += Admits<kPattern>(colours) ? 1 : 0;
    }
    colours_ = colours;
    return found;
  }

  // Whether all bars that the value at bar i looks at are usable. Each bar is looked at once at most, and most never:
  // patterns are seldom.
  bool SeesUsable(size_t i) {
    for (size_t j = std::max(checked_, i - kLookback); j <= i; ++j) LookAt(j);
    checked_ = i + 1;
    return i >= clear_from_;
  }

  void LookAt(size_t i) {
    if (!Usable(open_[i], high_[i], low_[i], close_[i])) clear_from_ = i + kLookback + 1;
  }

  void FillSums(size_t begin, size_t count) {
    const auto fill = [&]<const CandleSetting & kSetting>() {
      constexpr size_t kKind = SumKind(kSetting);
      if constexpr (kPattern.Needs(kKind)) {
        BlockSums<kSetting.extent, kSetting.period>(At(begin - kMargin), count + kMargin, &sums_[kKind * kSumStride]);
      }
    };
    fill.template operator()<kBodyLong>();
    fill.template operator()<kBodyDoji>();
    fill.template operator()<kShadowShort>();
    fill.template operator()<kNear>();
  }

  const double* open_;
  const double* high_;
  const double* low_;
  const double* close_;
  size_t bars_;
  double* out_;
  double penetration_;
  uint32_t colours_ = 0;
  // Bars before `checked_` have been looked at where need was; from `clear_from_` on no unusable one is in sight.
  size_t checked_ = 0;
  size_t clear_from_ = 0;
  std::array<uint32_t, kBlock> candidates_;
  std::array<double, KeepsSums(kPattern) ? kSumKinds * kSumStride : 1> sums_;
};

template <const Pattern& kPattern>
void PatternBatch(Params params, InColumns in, OutColumns out) {
  PatternBatchRun<kPattern>(params, in, out[0].data()).Run();
}

template <const Pattern& kPattern>
constexpr PatternEntry Entry() {
  return {&kPattern, [](Params) { return static_cast<int>(kPattern.Lookback()) + 1; }, &Make<PatternUpdater<kPattern>>,
          &MakePanel<PatternUpdater<kPattern>>, &PatternBatch<kPattern>};
}

}  // namespace mib::indicators
