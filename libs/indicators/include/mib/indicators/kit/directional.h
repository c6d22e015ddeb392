#pragma once

#include <cmath>
#include <cstddef>

#include "mib/indicators/kit/lanes.h"
#include "mib/indicators/kit/smoothing.h"
#include "mib/indicators/kit/true_range.h"
#include "mib/indicators/kit/wilder_sum.h"

namespace mib::indicators {

// Wilder's directional movement system. J. W. Wilder, New Concepts in Technical Trading Systems (1978). A value that is
// not finite spoils all that follow.

/// How far a bar reaches above (plus) and below (minus) the one before it: the farther side counts, the other is 0;
/// both are 0 where the reaches are equal or the bar lies inside the one before.
class DirectionalMovement {
 public:
  /// False for the first bar.
  bool Push(double high, double low) {
    up_ = high - high_;
    down_ = low_ - low;
    high_ = high;
    low_ = low;
    if (begun_) return true;
    begun_ = true;
    return false;
  }
  double plus() const { return Farther(up_, down_); }
  double minus() const { return Farther(down_, up_); }

  // Push for `count` bars after the first; the bar before them lies in front of `high` and `low`.
  static void RunPlus(const double* high, const double* low, size_t count, double* plus);
  static void RunMinus(const double* high, const double* low, size_t count, double* minus);

 private:
  // `reach` where it is farther than the other and than 0. NaN where one is not finite.
  static MIB_ALWAYS_INLINE double Farther(double reach, double other) {
    const double above = reach > 0 ? reach : 0;
    return (reach > other ? above : 0) + 0 * (reach + other);
  }

  double high_ = 0;
  double low_ = 0;
  double up_ = 0;
  double down_ = 0;
  bool begun_ = false;
};

/// One side of the movement, and all that an indicator of that side needs.
struct PlusSide {
  static double Of(const DirectionalMovement& movement) { return movement.plus(); }
  static constexpr auto Run = &DirectionalMovement::RunPlus;
};
struct MinusSide {
  static double Of(const DirectionalMovement& movement) { return movement.minus(); }
  static constexpr auto Run = &DirectionalMovement::RunMinus;
};

/// A running sum in percent of that of the true range; 0 where the latter is 0.
MIB_ALWAYS_INLINE double PercentOfRange(double sum, double range) {
  const double percent = 100 * (sum / range);
  return range == 0 ? 0 : percent;
}

/// The directional indicators, percentages of the true range, and the index made of them.
class DirectionalIndicators {
 public:
  explicit DirectionalIndicators(int period) : missing_(period - 1), plus_(period), minus_(period), range_(period) {}

  /// True from bar period + 1 on.
  MIB_ALWAYS_INLINE bool Push(double high, double low, double close) {
    true_range_.Push(high, low, close);
    if (!movement_.Push(high, low)) return false;
    plus_.Push(movement_.plus());
    minus_.Push(movement_.minus());
    range_.Push(true_range_.value());
    if (missing_ == 0) return true;
    --missing_;
    return false;
  }
  double plus() const { return PercentOfRange(plus_.value(), range_.value()); }
  double minus() const { return PercentOfRange(minus_.value(), range_.value()); }

  static constexpr double kNoMovement = -1;
  /// 100 * |plus - minus| / (plus + minus), or kNoMovement where both are 0.
  double Index() const { return IndexOf(plus_.value(), minus_.value(), range_.value()); }

  /// Push for `count` bars after the first that gave an index; the bar before them lies in front of the columns.
  void RunIndex(const double* high, const double* low, const double* close, size_t count, double* index);

 private:
  static MIB_ALWAYS_INLINE double IndexOf(double plus, double minus, double range) {
    // NaN where the range is spoilt, which divides out.
    const double sum = plus + minus + 0 * range;
    const double index = 100 * (std::abs(plus - minus) / sum);
    return ((sum == 0) | (range == 0)) ? kNoMovement : index;
  }
  static void RunIndexOf(const double* minus, const double* range, size_t count, double* index);

  // Bars after the first until a value is there.
  int missing_;
  DirectionalMovement movement_;
  TrueRange true_range_;
  WilderSum plus_;
  WilderSum minus_;
  WilderSum range_;
};

/// The average directional index: Wilder's mean of the index. A bar without movement counts as 0 in the first mean and
/// leaves later ones as they are.
class AverageDirectionalIndex {
 public:
  explicit AverageDirectionalIndex(int period) : indicators_(period), mean_(Smoothing::Wilder(period)) {}

  /// True from bar 2 * period on.
  MIB_ALWAYS_INLINE bool Push(double high, double low, double close) {
    if (!indicators_.Push(high, low, close)) return false;
    PushIndex(indicators_.Index());
    return begun_;
  }
  double value() const { return mean_.value(); }

  /// Push for `count` bars after the first that gave a value; the bar before them lies in front of the columns.
  void Run(const double* high, const double* low, const double* close, size_t count, double* values);

 private:
  void PushIndex(double index) {
    const bool moved = index != DirectionalIndicators::kNoMovement;
    if (!begun_) {
      begun_ = mean_.Push(moved ? index : 0);
    } else if (moved) {
      mean_.Push(index);
    }
  }

  DirectionalIndicators indicators_;
  Smoothing mean_;
  bool begun_ = false;
};

}  // namespace mib::indicators
