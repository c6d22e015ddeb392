#pragma once

#include <cmath>

#include "mib/indicators/kit/finite.h"

namespace mib::indicators {

/// The mean of typical prices (high + low + close) / 3, weighted by volume, and their standard deviation from it. A
/// value that is not finite spoils both for good.
class VolumeWeighted {
 public:
  /// `bar` has high, low, close and volume.
  void Add(const double* bar) {
    const double price = (bar[0] + bar[1] + bar[2]) / 3;
    const double volume = bar[3];
    turnover_ += price * volume;
    volume_ += volume;
    // D. H. D. West, Updating mean and variance estimates, Communications of the ACM 22:9 (1979): squares of prices
    // would cancel. 0 / 0 before there is volume.
    if (volume == 0) return;
    const double from_center = price - center_;
    center_ += from_center * (volume / volume_);
    squares_ += volume * from_center * (price - center_);
  }
  void Spoil() { turnover_ = volume_ = squares_ = kNan; }

  /// The mean, and what lies `deviations` standard deviations above and below it; 0 until there has been volume.
  void Bands(double deviations, double* out) const {
    const double mean = volume_ == 0 ? 0 : turnover_ / volume_;
    const double half_width = deviations * Deviation();
    out[0] = mean;
    out[1] = mean + half_width;
    out[2] = mean - half_width;
  }

 private:
  double Deviation() const {
    if (volume_ == 0) return 0;
    const double variance = squares_ / volume_;
    // By rounding, where one bar has all but a trace of the volume.
    return variance < 0 ? 0 : std::sqrt(variance);
  }

  double turnover_ = 0;
  double volume_ = 0;
  // The mean again, in steps.
  double center_ = 0;
  double squares_ = 0;
};

}  // namespace mib::indicators
