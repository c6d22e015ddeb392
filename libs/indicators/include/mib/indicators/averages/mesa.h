#pragma once

#include <algorithm>
#include <cmath>
#include <numbers>

#include "mib/indicators/kit/hilbert.h"

namespace mib::indicators {

/// The MESA adaptive moving average: exponential, with a weight that is high where the phase of the dominant cycle
/// hardly turns and low where it turns fast; and its follower, at half the weight. Both set out from 0 at bar 12 and
/// are given out from bar 32, as in TA-Lib. John Ehlers and Mike Ehlers, MESA Adaptive Moving Averages, Stocks &
/// Commodities 19:10 (2001). Recursive.
class MesaAverage {
 public:
  static constexpr double kFastLimit = 0.5;
  static constexpr double kSlowLimit = 0.05;
  static constexpr int kWarmUp = 33;

  explicit MesaAverage(double fast_limit = kFastLimit, double slow_limit = kSlowLimit)
      : fast_limit_(fast_limit), slow_limit_(slow_limit) {}

  bool Push(double x) {
    ++count_;
    if (!cycle_.Push(x)) return false;
    const double turned = Turn();
    const double alpha = turned > 1 ? std::max(fast_limit_ / turned, slow_limit_) : fast_limit_;
    value_ = alpha * x + (1 - alpha) * value_;
    const double half = 0.5 * alpha;
    follower_ = half * value_ + (1 - half) * follower_;
    if (count_ < kWarmUp) return false;
    count_ = kWarmUp;
    return true;
  }
  double value() const { return value_; }
  double follower() const { return follower_; }
  void Run(const double* x, size_t count, double* values) {
    for (size_t i = 0; i < count; ++i) {
      Push(x[i]);
      values[i] = value_;
    }
  }

 private:
  static constexpr int kStart = 12;

  // By how many degrees the phase went back since the last bar.
  double Turn() {
    const double in_phase = cycle_.in_phase();
    const double phase = in_phase == 0 ? 0 : std::atan(cycle_.quadrature() / in_phase) * (180 / std::numbers::pi);
    const double turned = phase_ - phase;
    phase_ = phase;
    return turned;
  }

  double fast_limit_;
  double slow_limit_;
  DominantCycle cycle_{kStart};
  int count_ = 0;
  double phase_ = 0;
  double value_ = 0;
  double follower_ = 0;
};

}  // namespace mib::indicators
