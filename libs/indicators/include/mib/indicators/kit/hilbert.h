#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>

#include "mib/indicators/kit/finite.h"
#include "mib/indicators/kit/lanes.h"

namespace mib::indicators {

// The measurement of a dominant cycle with a Hilbert transform. J. F. Ehlers, Rocket Science for Traders (2001),
// chapters 6 and 7.

// A bar's measurement sets the gain of the next one's, so bars wait for each other. What takes part in that comes last
// in the sums below, with as few steps as can be after it.

/// Turns the phase of a signal by a quarter of a cycle. Four taps, on every other of the last seven values. What they
/// lose at the present period of the cycle is left to be made up for.
class HilbertTransform {
 public:
  MIB_ALWAYS_INLINE double Push(double x) {
    constexpr double kOuter = 0.0962;
    constexpr double kInner = 0.5769;
    // Values 2, 4 and 6 bars ago: the other side holds those between.
    auto& past = past_[side_];
    side_ = 1 - side_;
    const double turned = (kInner * (past[0] - past[1]) - kOuter * past[2]) + kOuter * x;
    past = {x, past[0], past[1]};
    return turned;
  }

 private:
  std::array<std::array<double, 3>, 2> past_{};
  size_t side_ = 0;
};

/// The period of the dominant cycle, by how fast the phase of the smoothed price turns (the homodyne discriminator). A
/// price that is not finite spoils all that follow.
class DominantCycle {
 public:
  /// Measuring begins at bar `start` (4 or more, counted from 0), as if all before had been zero.
  explicit DominantCycle(int start) : start_(start) {}

  /// True from bar `start` on.
  MIB_ALWAYS_INLINE bool Push(double price) {
    prices_ = {FiniteOrNan(price), prices_[0], prices_[1], prices_[2]};
    if (bar_ < start_) {
      ++bar_;
      return false;
    }
    smooth_price_ = (4 * prices_[0] + 3 * prices_[1] + 2 * prices_[2] + prices_[3]) * 0.1;
    TurnPhase();
    Discriminate();
    return true;
  }

  /// The weighted mean of the last 4 prices.
  double smooth_price() const { return smooth_price_; }
  /// The components of the cycle.
  double in_phase() const { return in_phase_; }
  double quadrature() const { return quadrature_; }
  /// Bars per cycle, 6 to 50 once settled; the second is smoothed more. NaN once spoilt.
  double period() const { return period_; }
  double smooth_period() const { return smooth_period_; }

 private:
  MIB_ALWAYS_INLINE void TurnPhase() {
    const double gain = 0.075 * period_ + 0.54;
    const double detrended = gain * detrend_.Push(smooth_price_);
    quadrature_ = gain * quarter_.Push(detrended);
    in_phase_ = detrended_[2];
    detrended_ = {detrended, detrended_[0], detrended_[1]};
    const double new_gain = 0.2 * gain;
    q_ = (new_gain * advance_in_phase_.Push(in_phase_) + 0.8 * last_q_) + 0.2 * quadrature_;
    i_ = (0.2 * in_phase_ + 0.8 * last_i_) - new_gain * advance_quadrature_.Push(quadrature_);
  }

  MIB_ALWAYS_INLINE void Discriminate() {
    real_ = (0.8 * real_ + 0.2 * last_q_ * q_) + 0.2 * last_i_ * i_;
    imaginary_ = (0.8 * imaginary_ - 0.2 * last_i_ * q_) + 0.2 * last_q_ * i_;
    last_q_ = q_;
    last_i_ = i_;
    const double last = period_;
    double period = last;
    if (imaginary_ != 0 && real_ != 0) period = 2 * std::numbers::pi / std::atan(imaginary_ / real_);
    // Comparisons with NaN are false, so it stays.
    if (period > 1.5 * last) period = 1.5 * last;
    if (period < 0.67 * last) period = 0.67 * last;
    if (period < 6) period = 6;
    if (period > 50) period = 50;
    period_ = 0.2 * period + 0.8 * last;
    smooth_period_ = 0.33 * period_ + 0.67 * smooth_period_;
  }

  int start_;
  int bar_ = 0;
  std::array<double, 4> prices_{};
  double smooth_price_ = 0;
  HilbertTransform detrend_;
  HilbertTransform quarter_;
  HilbertTransform advance_in_phase_;
  HilbertTransform advance_quadrature_;
  std::array<double, 3> detrended_{};
  double in_phase_ = 0;
  double quadrature_ = 0;
  double i_ = 0;
  double q_ = 0;
  double last_i_ = 0;
  double last_q_ = 0;
  double real_ = 0;
  double imaginary_ = 0;
  double period_ = 0;
  double smooth_period_ = 0;
};

}  // namespace mib::indicators
