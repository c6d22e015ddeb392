#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>

#include "mib/indicators/kit/hilbert.h"
#include "mib/indicators/kit/sum_over.h"
#include "mib/indicators/kit/window.h"

namespace mib::indicators {

// What Ehlers computes over one dominant cycle. J. F. Ehlers, Rocket Science for Traders (2001), chapters 9 to 11.

inline constexpr int kLongestCycle = 50;
/// Bars that pass before measuring begins where its result is summed over a cycle, and the bars of the first value.
inline constexpr int kCycleStart = 37;
inline constexpr int kCycleWarmUp = 64;

/// Bars in the present cycle, 0 while the measurement is spoilt.
inline size_t CycleBars(const DominantCycle& cycle) {
  const double bars = cycle.smooth_period() + 0.5;
  return bars < kLongestCycle + 1 ? static_cast<size_t>(bars) : 0;
}

/// Sines and cosines of the bars of cycles of 0 to 50 bars, one cycle after another.
class CycleWaves {
 public:
  struct Wave {
    double sine;
    double cosine;
  };
  /// The `bars` waves of a cycle; immutable.
  static const Wave* Of(size_t bars) {
    static const CycleWaves all;
    return all.waves_.data() + bars * (bars - 1) / 2;
  }

 private:
  static constexpr size_t kCount = kLongestCycle * (kLongestCycle + 1) / 2;

  CycleWaves() {
    size_t next = 0;
    for (int bars = 1; bars <= kLongestCycle; ++bars) {
      for (int i = 0; i < bars; ++i) {
        const double angle = i * (2 * std::numbers::pi) / bars;
        waves_[next++] = {std::sin(angle), std::cos(angle)};
      }
    }
  }
  std::array<Wave, kCount> waves_;
};

/// The phase of the dominant cycle in degrees, -45 to 315: that of the sine of the cycle's period which the smoothed
/// prices of one cycle contain.
class CyclePhase {
 public:
  /// After each bar that `cycle` takes.
  void Push(const DominantCycle& cycle) {
    smooth_prices_.Push(cycle.smooth_price());
    const size_t bars = CycleBars(cycle);
    double sine = 0;
    double cosine = 0;
    if (bars > 0) {
      const CycleWaves::Wave* waves = CycleWaves::Of(bars);
      const double* newest = &smooth_prices_.values().back();
      for (size_t i = 0; i < bars; ++i) {
        const double price = *(newest - i);
        sine += waves[i].sine * price;
        cosine += waves[i].cosine * price;
      }
    }
    if (std::abs(cosine) > 0) {
      degrees_ = std::atan(sine / cosine) * (180 / std::numbers::pi);
    } else if (sine != 0) {
      degrees_ += sine < 0 ? -90 : 90;
    }
    // A quarter because the sum begins at the newest bar; the smoothing lags one bar.
    degrees_ += 90;
    degrees_ += 360 / cycle.smooth_period();
    if (cosine < 0) degrees_ += 180;
    if (degrees_ > 315) degrees_ -= 360;
  }
  double degrees() const { return degrees_; }
  /// The sine of the phase, `ahead` degrees on.
  double Sine(double ahead = 0) const { return std::sin((degrees_ + ahead) * (std::numbers::pi / 180)); }

 private:
  History smooth_prices_{kLongestCycle};
  double degrees_ = 0;
};

/// The mean price over the dominant cycle, which the cycle itself does not move, smoothed over 4 bars.
class InstantaneousTrendline {
 public:
  /// Every price, from the first.
  void PushPrice(double price) { prices_.Push(price); }
  /// After each bar that `cycle` takes.
  void Push(const DominantCycle& cycle) {
    const size_t bars = CycleBars(cycle);
    const double* newest = &prices_.values().back();
    // 0, or NaN where the cycle is spoilt.
    double mean = 0 * cycle.smooth_period();
    if (bars > 0) mean = SumOver(bars, [newest](size_t i) { return *(newest - i); }) / static_cast<double>(bars);
    value_ = (4 * mean + 3 * means_[0] + 2 * means_[1] + means_[2]) / 10;
    means_ = {mean, means_[0], means_[1]};
  }
  double value() const { return value_; }

 private:
  History prices_{kLongestCycle};
  std::array<double, 3> means_{};
  double value_ = 0;
};

}  // namespace mib::indicators
