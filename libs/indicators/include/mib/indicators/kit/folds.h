#pragma once

#include <utility>

#include "mib/indicators/kit/lanes.h"
#include "mib/indicators/kit/select.h"
#include "mib/indicators/kit/sliding.h"

namespace mib::indicators {

// What Sliding keeps of a window.

/// The sums of some columns.
template <size_t kCount>
struct SumsFold {
  static constexpr size_t kInputs = kCount;
  static constexpr size_t kLevel = kCount;
  static constexpr size_t kTotal = kCount;

  template <typename T>
  using Sums = Fields<T, kCount>;

  template <typename T>
  static MIB_ALWAYS_INLINE Sums<T> Leaf(const Sums<T>& in) {
    return in;
  }
  template <typename T>
  static MIB_ALWAYS_INLINE Sums<T> Merge(const Sums<T>& older, const Sums<T>& newer, const MergeParts& /*parts*/) {
    return ForEach([&](size_t f) MIB_LAMBDA_INLINE { return older.at[f] + newer.at[f]; });
  }
  template <typename T>
  static MIB_ALWAYS_INLINE Sums<T> First(const Sums<T>& level, const JoinParts& /*parts*/) {
    return level;
  }
  template <typename T>
  static MIB_ALWAYS_INLINE Sums<T> Join(const Sums<T>& older, const Sums<T>& newer, const JoinParts& /*parts*/) {
    return ForEach([&](size_t f) MIB_LAMBDA_INLINE { return older.at[f] + newer.at[f]; });
  }
  // NaN where a value in the window is not finite; so in the folds that follow.
  template <typename T>
  static MIB_ALWAYS_INLINE Sums<T> Finish(const Sums<T>& total, double /*per_bar*/) {
    return ForEach([&](size_t f) MIB_LAMBDA_INLINE { return total.at[f] + 0 * total.at[f]; });
  }

 private:
  template <typename Value>
  static MIB_ALWAYS_INLINE auto ForEach(Value value) {
    return [&]<size_t... kField>(std::index_sequence<kField...>) MIB_LAMBDA_INLINE {
      return Sums<decltype(value(0))>{value(kField)...};
    }(std::make_index_sequence<kCount>());
  }
};
using SumFold = SumsFold<1>;

// Where a run of bars is joined to the window, the window's mean is moved towards the mean of that run, so that the
// mean of equal values is that value, to the last digit.

/// The mean.
struct MeanFold : SumFold {
  template <typename T>
  static MIB_ALWAYS_INLINE Fields<T, 1> First(const Fields<T, 1>& level, const JoinParts& parts) {
    return {level.at[0] * parts.per_bar};
  }
  template <typename T>
  static MIB_ALWAYS_INLINE Fields<T, 1> Join(const Fields<T, 1>& older, const Fields<T, 1>& newer,
                                             const JoinParts& parts) {
    return {newer.at[0] + (older.at[0] * parts.per_bar - newer.at[0]) * parts.share};
  }
};

/// The sum (of the window: the mean), and one number more. What two parts add to it depends on how far apart their sums
/// (means) are: More::Merged and More::Joined; More::Told is what is told of it at last.
template <typename More>
struct MeanAndFold {
  static constexpr size_t kInputs = 1;
  static constexpr size_t kLevel = 2;
  static constexpr size_t kTotal = 2;
  enum { kMean, kMore };

  template <typename T>
  static MIB_ALWAYS_INLINE Fields<T, 2> Leaf(const Fields<T, 1>& in) {
    return {in.at[0], T{}};
  }
  template <typename T>
  static MIB_ALWAYS_INLINE Fields<T, 2> Merge(const Fields<T, 2>& older, const Fields<T, 2>& newer,
                                              const MergeParts& parts) {
    const T apart = newer.at[0] - older.at[0];
    return {older.at[0] + newer.at[0], older.at[kMore] + newer.at[kMore] + More::Merged(apart, parts)};
  }
  template <typename T>
  static MIB_ALWAYS_INLINE Fields<T, 2> First(const Fields<T, 2>& level, const JoinParts& parts) {
    return {level.at[0] * parts.per_bar, level.at[kMore]};
  }
  template <typename T>
  static MIB_ALWAYS_INLINE Fields<T, 2> Join(const Fields<T, 2>& older, const Fields<T, 2>& newer,
                                             const JoinParts& parts) {
    const T apart = older.at[0] * parts.per_bar - newer.at[kMean];
    return {newer.at[kMean] + apart * parts.share, older.at[kMore] + newer.at[kMore] + More::Joined(apart, parts)};
  }
  template <typename T>
  static MIB_ALWAYS_INLINE Fields<T, 2> Finish(const Fields<T, 2>& total, double per_bar) {
    const T spoilt = 0 * total.at[kMean];
    return {total.at[kMean] + spoilt, More::Told(total.at[kMore], per_bar) + spoilt};
  }
};

/// The sum of the squared distances from the mean; at last the variance. T. Chan, G. Golub, R. LeVeque, Algorithms for
/// computing the sample variance, The American Statistician 37:3 (1983).
struct Squares {
  template <typename T>
  static MIB_ALWAYS_INLINE T Merged(T apart, const MergeParts& parts) {
    return apart * apart * parts.weight;
  }
  template <typename T>
  static MIB_ALWAYS_INLINE T Joined(T apart, const JoinParts& parts) {
    return apart * apart * parts.weight;
  }
  template <typename T>
  static MIB_ALWAYS_INLINE T Told(T squares, double per_bar) {
    return squares * per_bar;
  }
};
using MomentsFold = MeanAndFold<Squares>;

/// How far the values y at x = 0, ..., last tilt: the sum of (2 x - last) y. Put together, the middle of each part lies
/// half the other part's length from the middle of the whole.
struct Tilt {
  template <typename T>
  static MIB_ALWAYS_INLINE T Merged(T apart, const MergeParts& parts) {
    return apart * parts.bars;
  }
  // Here the older mean comes first.
  template <typename T>
  static MIB_ALWAYS_INLINE T Joined(T apart, const JoinParts& parts) {
    return -(apart * parts.area);
  }
  template <typename T>
  static MIB_ALWAYS_INLINE T Told(T tilt, double /*per_bar*/) {
    return tilt;
  }
};
using LineFold = MeanAndFold<Tilt>;

/// Of pairs: the sums (of the window: the means), and the sums of the squared distances from the means and of their
/// products. As MomentsFold.
struct CoMomentsFold {
  static constexpr size_t kInputs = 2;
  static constexpr size_t kLevel = 5;
  static constexpr size_t kTotal = 5;
  enum { kX, kY, kXX, kYY, kXY };

  template <typename T>
  static MIB_ALWAYS_INLINE Fields<T, 5> Leaf(const Fields<T, 2>& in) {
    const T x = in.at[kX];
    const T y = in.at[kY];
    return {x, y, T{}, T{}, T{}};
  }
  template <typename T>
  static MIB_ALWAYS_INLINE Fields<T, 5> Merge(const Fields<T, 5>& older, const Fields<T, 5>& newer,
                                              const MergeParts& parts) {
    const Fields<T, 2> apart = {newer.at[kX] - older.at[kX], newer.at[kY] - older.at[kY]};
    return Both(older, newer, {older.at[kX] + newer.at[kX], older.at[kY] + newer.at[kY]}, apart, parts.weight);
  }
  template <typename T>
  static MIB_ALWAYS_INLINE Fields<T, 5> First(const Fields<T, 5>& level, const JoinParts& parts) {
    return {level.at[kX] * parts.per_bar, level.at[kY] * parts.per_bar, level.at[kXX], level.at[kYY], level.at[kXY]};
  }
  template <typename T>
  static MIB_ALWAYS_INLINE Fields<T, 5> Join(const Fields<T, 5>& older, const Fields<T, 5>& newer,
                                             const JoinParts& parts) {
    const Fields<T, 2> apart = {older.at[kX] * parts.per_bar - newer.at[kX],
                                older.at[kY] * parts.per_bar - newer.at[kY]};
    return Both(older, newer, {newer.at[kX] + apart.at[kX] * parts.share, newer.at[kY] + apart.at[kY] * parts.share},
                apart, parts.weight);
  }
  template <typename T>
  static MIB_ALWAYS_INLINE Fields<T, 5> Finish(const Fields<T, 5>& total, double per_bar) {
    const T spoilt_x = 0 * total.at[kX];
    const T spoilt_y = 0 * total.at[kY];
    return {total.at[kX] + spoilt_x, total.at[kY] + spoilt_y, total.at[kXX] * per_bar + spoilt_x,
            total.at[kYY] * per_bar + spoilt_y, total.at[kXY] * per_bar + (spoilt_x + spoilt_y)};
  }

 private:
  template <typename T>
  static MIB_ALWAYS_INLINE Fields<T, 5> Both(const Fields<T, 5>& older, const Fields<T, 5>& newer,
                                             const Fields<T, 2>& middle, const Fields<T, 2>& apart, double weight) {
    const T x = apart.at[kX] * weight;
    const T y = apart.at[kY] * weight;
    return {middle.at[kX], middle.at[kY], older.at[kXX] + newer.at[kXX] + apart.at[kX] * x,
            older.at[kYY] + newer.at[kYY] + apart.at[kY] * y, older.at[kXY] + newer.at[kXY] + apart.at[kX] * y};
  }
};

/// `a` where `condition` holds, else `b`, without a branch.
MIB_ALWAYS_INLINE double Choose(bool condition, double a, double b) { return Select(condition, a, b); }
MIB_ALWAYS_INLINE Lanes Choose(LaneBits condition, Lanes a, Lanes b) { return condition ? a : b; }

/// The greatest (`kMaximum`) or least value. NaN counts as the extreme; -0 as 0.
template <bool kMaximum>
struct ExtremeFold {
  static constexpr size_t kInputs = 1;
  static constexpr size_t kLevel = 1;
  static constexpr size_t kTotal = 1;

  template <typename T>
  static MIB_ALWAYS_INLINE Fields<T, 1> Leaf(const Fields<T, 1>& in) {
    // Without the sign of a zero the order of equals does not show.
    return {in.at[0] + 0.0};
  }
  template <typename T>
  static MIB_ALWAYS_INLINE Fields<T, 1> Merge(const Fields<T, 1>& older, const Fields<T, 1>& newer,
                                              const MergeParts& /*parts*/) {
    const T a = older.at[0];
    const T b = newer.at[0];
    return {Choose((kMaximum ? a > b : a < b) | (a != a), a, b)};
  }
  template <typename T>
  static MIB_ALWAYS_INLINE Fields<T, 1> First(const Fields<T, 1>& level, const JoinParts& /*parts*/) {
    return level;
  }
  template <typename T>
  static MIB_ALWAYS_INLINE Fields<T, 1> Join(const Fields<T, 1>& older, const Fields<T, 1>& newer,
                                             const JoinParts& /*parts*/) {
    return Merge(older, newer, MergeParts{});
  }
  template <typename T>
  static MIB_ALWAYS_INLINE Fields<T, 1> Finish(const Fields<T, 1>& total, double /*per_bar*/) {
    return total;
  }
};

/// The same and how many bars ago it was; of equal extremes the newest counts.
template <bool kMaximum>
struct PlacedExtremeFold {
  static constexpr size_t kInputs = 1;
  static constexpr size_t kLevel = 2;
  static constexpr size_t kTotal = 2;
  enum { kValue, kBarsAgo };

  template <typename T>
  static MIB_ALWAYS_INLINE Fields<T, 2> Leaf(const Fields<T, 1>& in) {
    return {in.at[0], T{}};
  }
  template <typename T>
  static MIB_ALWAYS_INLINE Fields<T, 2> Merge(const Fields<T, 2>& older, const Fields<T, 2>& newer,
                                              const MergeParts& parts) {
    return Extreme(older, newer, parts.bars);
  }
  template <typename T>
  static MIB_ALWAYS_INLINE Fields<T, 2> First(const Fields<T, 2>& level, const JoinParts& /*parts*/) {
    return level;
  }
  template <typename T>
  static MIB_ALWAYS_INLINE Fields<T, 2> Join(const Fields<T, 2>& older, const Fields<T, 2>& newer,
                                             const JoinParts& parts) {
    return Extreme(older, newer, parts.newer);
  }
  template <typename T>
  static MIB_ALWAYS_INLINE Fields<T, 2> Finish(const Fields<T, 2>& total, double /*per_bar*/) {
    return total;
  }

 private:
  template <typename T>
  static MIB_ALWAYS_INLINE Fields<T, 2> Extreme(const Fields<T, 2>& older, const Fields<T, 2>& newer,
                                                double newer_bars) {
    const T a = older.at[kValue];
    const T b = newer.at[kValue];
    const auto first = (kMaximum ? a > b : a < b) | (a != a);
    return {Choose(first, a, b), Choose(first, older.at[kBarsAgo] + newer_bars, newer.at[kBarsAgo])};
  }
};

}  // namespace mib::indicators
