#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "mib/indicators/kit/directional.h"
#include "mib/indicators/kit/lanes.h"
#include "mib/indicators/kit/select.h"

namespace mib::indicators {

/// Wilder's parabolic stop: a price that follows a move, nearer and nearer as the move makes new extremes, until a bar
/// reaches it; then it changes sides. J. W. Wilder, New Concepts in Technical Trading Systems (1978). A value that is
/// not finite spoils all that follow.
class ParabolicStop {
 public:
  /// The acceleration of a side: where it begins, what each new extreme adds (0 or more), and where it ends.
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
    if (bars_ < 2) [[unlikely]] {
      if (!Begin(high, low)) return false;
    }
    spoilt_ += Spoilt(high, low);
    const Seen now = See(rising_, {high, low});
    value_ = course_.stop;
    if (now.low <= course_.stop) {
      Turn(now);
    } else {
      Follow(course_, now);
    }
    return true;
  }
  /// The stop of the bar pushed last; NaN once spoilt.
  double value() const { return (rising_ ? value_ : -value_) + spoilt_; }
  /// The same, negative where it is above the price.
  double signed_value() const { return value_ + spoilt_; }

  // Push for `count` bars after the first two.
  void Run(const double* high, const double* low, size_t count, double* values) {
    RunSides<false>(high, low, count, values);
  }
  void RunSigned(const double* high, const double* low, size_t count, double* values) {
    RunSides<true>(high, low, count, values);
  }

 private:
  // A bar as the stop's side sees it: a falling stop is a rising one under the negated prices, to the last digit. So
  // the course and the value are negated while it falls.
  struct Seen {
    double high;
    double low;
  };
  static MIB_ALWAYS_INLINE Seen Mirrored(const Seen& bar) { return {-bar.low, -bar.high}; }
  static MIB_ALWAYS_INLINE Seen See(bool rising, const Seen& bar) { return rising ? bar : Mirrored(bar); }

  struct Course {
    double stop = 0;
    double extreme = 0;
    double acceleration = 0;
    double step = 0;
    double maximum = 0;
    // The bar before.
    Seen before{};
  };
  static MIB_ALWAYS_INLINE void Follow(Course& course, const Seen& now) {
    // Without branches: where a new extreme comes cannot be predicted.
    const double step = Select(now.high > course.extreme, course.step, 0);
    course.acceleration = std::min(course.acceleration + step, course.maximum);
    course.extreme = std::max(course.extreme, now.high);
    Advance(course, now);
  }
  static MIB_ALWAYS_INLINE void Advance(Course& course, const Seen& now) {
    const double next = course.stop + course.acceleration * (course.extreme - course.stop);
    // It may not lie within this bar or the one before.
    course.stop = std::min(next, std::min(course.before.low, now.low));
    course.before = now;
  }

  // 0, or NaN where a value is not finite.
  static MIB_ALWAYS_INLINE double Spoilt(double high, double low) { return 0 * (high - low); }

  // Of the first two bars; false for the first.
  bool Begin(double high, double low) {
    movement_.Push(high, low);
    if (bars_++ == 0) {
      spoilt_ = Spoilt(high, low);
      course_.before = {high, low};
      return false;
    }
    const bool rises = start_ == 0 ? !(movement_.minus() > 0) : start_ > 0;
    const double stop = start_ == 0 ? See(rises, course_.before).low : start_;
    // The second bar serves as the bar before, too.
    const Seen now = See(rises, {high, low});
    SetSide(rises, stop, now.high, now);
    return true;
  }

  void SetSide(bool rising, double stop, double extreme, const Seen& before) {
    rising_ = rising;
    const Pace& pace = rising ? rising_pace_ : falling_pace_;
    course_ = {stop, extreme, std::min(pace.initial, pace.maximum), pace.step, pace.maximum, before};
  }

  MIB_ALWAYS_INLINE void Turn(const Seen& seen) {
    const Seen now = Mirrored(seen);
    const Seen before = Mirrored(course_.before);
    double stop = std::min(-course_.extreme, std::min(before.low, now.low));
    stop += (rising_ ? offset_ : -offset_) * stop;
    SetSide(!rising_, stop, now.high, before);
    value_ = stop;
    Advance(course_, now);
  }

  template <bool kSigned>
  void RunSides(const double* high, const double* low, size_t count, double* values) {
    for (size_t i = 0; i < count; ++i) {
      i = rising_ ? RunSide<kSigned, true>(high, low, i, count, values)
                  : RunSide<kSigned, false>(high, low, i, count, values);
      if (i == count) return;
      spoilt_ += Spoilt(high[i], low[i]);
      Turn(See(rising_, {high[i], low[i]}));
      values[i] = kSigned ? signed_value() : value();
    }
  }

  // From row `i` to the one that turns the stop, which is left.
  template <bool kSigned, bool kRising>
  size_t RunSide(const double* high, const double* low, size_t i, size_t count, double* values) {
    // Of its own, so that it need not be stored after each bar.
    Course course = course_;
    double spoilt = spoilt_;
    for (; i < count; ++i) {
      const Seen now = See(kRising, {high[i], low[i]});
      if (now.low <= course.stop) break;
      spoilt += Spoilt(high[i], low[i]);
      values[i] = (kSigned || kRising ? course.stop : -course.stop) + spoilt;
      Follow(course, now);
    }
    course_ = course;
    spoilt_ = spoilt;
    return i;
  }

  Pace rising_pace_;
  Pace falling_pace_;
  double start_;
  double offset_;
  DirectionalMovement movement_;
  int bars_ = 0;
  bool rising_ = true;
  Course course_;
  double value_ = 0;
  double spoilt_ = 0;
};

}  // namespace mib::indicators
