#pragma once

#include <cmath>

#include "kit/smoothing.h"

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
    // One of the two is zero; without a branch, since signs follow no rule.
    const double size = std::abs(change);
    gains_.Push((size + change) / 2);
    return losses_.Push((size - change) / 2);
  }
  double gain() const { return gains_.value(); }
  double loss() const { return losses_.value(); }
  /// Wilder's relative strength index: the gain as a percentage of both; 0 where nothing has moved.
  double RelativeStrength() const {
    const double movement = gain() + loss();
    return movement == 0 ? 0 : 100 * (gain() / movement);
  }

 private:
  Smoothing gains_;
  Smoothing losses_;
  double previous_ = 0;
  bool begun_ = false;
};

}  // namespace mib::indicators
