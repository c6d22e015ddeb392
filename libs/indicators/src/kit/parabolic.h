#pragma once

#include <algorithm>
#include <cmath>

#include "kit/directional.h"
#include "kit/finite.h"

namespace mib::indicators {

/// Wilder's parabolic stop: a price that follows a move, nearer and nearer as the move makes new extremes, until a bar
/// reaches it; then it changes sides. J. W. Wilder, New Concepts in Technical Trading Systems (1978). A value that is
/// not finite spoils all that follow.
class ParabolicStop {
 public:
  /// The acceleration of a side: where it begins, what each new extreme adds, and where it ends.
  struct Pace {
    double initial;
    double step;
    double maximum;
  };

  /// `start`: 0 to tell the first side by the first two bars, else the first stop, below the price (positive) or above
  /// it (negative). At a change of sides the stop is moved away from the price by its `offset`-th part.
  ParabolicStop(Pace rising, Pace falling, double start = 0, double offset = 0)
      : rising_pace_(rising), falling_pace_(falling), start_(start), offset_(offset) {}

  /// False for the first bar.
  bool Push(double high, double low) {
    if (bars_ == 0) {
      movement_.Push(high, low);
      spoilt_ = !std::isfinite(high - low);
      high_ = high;
      low_ = low;
      bars_ = 1;
      return false;
    }
    spoilt_ = spoilt_ || !std::isfinite(high - low);
    if (bars_ == 1) {
      Begin(high, low);
      bars_ = 2;
    }
    if (rising_ ? low <= stop_ : high >= stop_) {
      ChangeSides(high, low);
    } else {
      Follow(high, low);
    }
    high_ = high;
    low_ = low;
    return true;
  }
  /// The stop of the bar pushed last; NaN once spoilt.
  double value() const { return spoilt_ ? kNan : value_; }
  /// Whether it is below the price.
  bool rising() const { return rising_; }

 private:
  const Pace& pace() const { return rising_ ? rising_pace_ : falling_pace_; }
  double Initial() const { return std::min(pace().initial, pace().maximum); }

  // From the second bar, which then serves as the bar before, too.
  void Begin(double high, double low) {
    movement_.Push(high, low);
    rising_ = start_ == 0 ? !(movement_.minus() > 0) : start_ > 0;
    stop_ = start_ == 0 ? (rising_ ? low_ : high_) : std::abs(start_);
    extreme_ = rising_ ? high : low;
    acceleration_ = Initial();
    high_ = high;
    low_ = low;
  }

  // The stop may not lie within this bar or the one before.
  double Clear(double stop, double high, double low) const {
    return rising_ ? std::min({stop, low_, low}) : std::max({stop, high_, high});
  }

  void ChangeSides(double high, double low) {
    rising_ = !rising_;
    stop_ = Clear(extreme_, high, low);
    stop_ += (rising_ ? -offset_ : offset_) * stop_;
    value_ = stop_;
    acceleration_ = Initial();
    extreme_ = rising_ ? high : low;
    Advance(high, low);
  }

  void Follow(double high, double low) {
    value_ = stop_;
    if (rising_ ? high > extreme_ : low < extreme_) {
      extreme_ = rising_ ? high : low;
      acceleration_ = std::min(acceleration_ + pace().step, pace().maximum);
    }
    Advance(high, low);
  }

  void Advance(double high, double low) { stop_ = Clear(stop_ + acceleration_ * (extreme_ - stop_), high, low); }

  Pace rising_pace_;
  Pace falling_pace_;
  double start_;
  double offset_;
  DirectionalMovement movement_;
  int bars_ = 0;
  bool spoilt_ = false;
  bool rising_ = true;
  double stop_ = 0;
  double value_ = 0;
  double extreme_ = 0;
  double acceleration_ = 0;
  // Of the bar before.
  double high_ = 0;
  double low_ = 0;
};

}  // namespace mib::indicators
