#pragma once

#include <cmath>

#include "kit/select.h"
#include "kit/true_range.h"

namespace mib::indicators {

// Wilder's directional movement system. J. W. Wilder, New Concepts in Technical Trading Systems (1978). A value that is
// not finite spoils all that follow.

/// How far a bar reaches above and below the one before it: the farther side counts, the other is 0; both are 0 where
/// the reaches are equal or the bar lies inside the one before.
class DirectionalMovement {
 public:
  /// False for the first bar.
  bool Push(double high, double low) {
    const double up = high - high_;
    const double down = low_ - low;
    high_ = high;
    low_ = low;
    if (!begun_) {
      begun_ = true;
      return false;
    }
    // 0, or NaN where a value is not finite.
    const double spoilt = 0 * (up + down);
    plus_ = Select((up > down) & (up > 0), up, 0) + spoilt;
    minus_ = Select((down > up) & (down > 0), down, 0) + spoilt;
    return true;
  }
  double plus() const { return plus_; }
  double minus() const { return minus_; }

 private:
  double high_ = 0;
  double low_ = 0;
  double plus_ = 0;
  double minus_ = 0;
  bool begun_ = false;
};

/// Wilder's running sum: the plain sum of the first period - 1 values; from then on one period-th of it goes out for
/// each value that comes in.
class WilderSum {
 public:
  explicit WilderSum(int period) : period_(period), kept_(1 - 1.0 / period) {}

  void Push(double x) {
    if (count_ < period_ - 1) {
      sum_ += x;
    } else {
      sum_ = kept_ * sum_ + x;
    }
    if (count_ < period_) ++count_;
  }
  double value() const { return sum_; }
  /// Values pushed, up to the period.
  int count() const { return count_; }

 private:
  int period_;
  double kept_;
  int count_ = 0;
  double sum_ = 0;
};

/// The directional indicators, percentages of the true range, and the index made of them.
class DirectionalIndicators {
 public:
  explicit DirectionalIndicators(int period) : period_(period), plus_(period), minus_(period), range_(period) {}

  /// True from bar period + 1 on.
  bool Push(double high, double low, double close) {
    true_range_.Push(high, low, close);
    if (!movement_.Push(high, low)) return false;
    plus_.Push(movement_.plus());
    minus_.Push(movement_.minus());
    range_.Push(true_range_.value());
    return range_.count() == period_;
  }
  /// 0 where the true range is 0.
  double plus() const { return OfRange(plus_.value()); }
  double minus() const { return OfRange(minus_.value()); }

  /// 100 * |plus - minus| / (plus + minus). False, and `index` as it was, where there is no movement to divide by.
  bool Index(double* index) const {
    const double sum = plus() + minus();
    if (sum == 0) return false;
    *index = 100 * (std::abs(plus() - minus()) / sum);
    return true;
  }

 private:
  double OfRange(double sum) const { return range_.value() == 0 ? 0 : 100 * (sum / range_.value()); }

  int period_;
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
  explicit AverageDirectionalIndex(int period) : period_(period), indicators_(period) {}

  /// True from bar 2 * period on.
  bool Push(double high, double low, double close) {
    if (!indicators_.Push(high, low, close)) return false;
    double index = 0;
    const bool moved = indicators_.Index(&index);
    if (count_ < period_) {
      value_ += index;
      if (++count_ < period_) return false;
      value_ /= period_;
    } else if (moved) {
      value_ = (value_ * (period_ - 1) + index) / period_;
    }
    return true;
  }
  double value() const { return value_; }

 private:
  int period_;
  DirectionalIndicators indicators_;
  int count_ = 0;
  double value_ = 0;
};

}  // namespace mib::indicators
