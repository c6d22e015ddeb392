#pragma once

#include <cmath>
#include <cstddef>

#include "mib/indicators/kit/smoothing.h"

namespace mib::indicators {

/// Wilder's means of the rises and of the falls of a series. J. W. Wilder, New Concepts in Technical Trading Systems
/// (1978). Recursive.
class GainsLosses {
 public:
  explicit GainsLosses(int period) : gains_(Smoothing::Wilder(period)), losses_(Smoothing::Wilder(period)) {}

  /// True from the (period + 1)th value on.
  bool Push(double x) {
    const double change = x - previous_;
    previous_ = x;
    if (!begun_) {
      begun_ = true;
      return false;
    }
    gains_.Push(Gain(change));
    return losses_.Push(Gain(-change));
  }
  double gain() const { return gains_.value(); }
  double loss() const { return losses_.value(); }

  /// Push for `count` values once there are means; the value before them lies in front of `x`.
  void Run(const double* x, size_t count, double* gains, double* losses) {
    const double* previous = x - 1;
    for (size_t i = 0; i < count; ++i) {
      const double change = x[i] - previous[i];
      gains[i] = Gain(change);
      losses[i] = Gain(-change);
    }
    RunBoth({&gains_, &losses_}, {gains, losses}, count, {gains, losses});
  }

  /// Wilder's relative strength index: the gain as a percentage of both; 0 where nothing has moved.
  static double RelativeStrength(double gain, double loss) {
    const double movement = gain + loss;
    const double index = 100 * (gain / movement);
    return movement == 0 ? 0 : index;
  }

 private:
  /// 0 for a loss; without a branch, since signs follow no rule.
  static double Gain(double change) { return (std::abs(change) + change) / 2; }

  Smoothing gains_;
  Smoothing losses_;
  double previous_ = 0;
  bool begun_ = false;
};

}  // namespace mib::indicators
