#pragma once

#include <cstddef>
#include <vector>

#include "mib/indicators/kit/directional.h"
#include "mib/indicators/swings.h"

namespace mib::indicators {

/// Which way the directional movement goes and how clearly: ADX, signed by +DI - -DI.
class SignedDirection {
 public:
  explicit SignedDirection(int period) : indicators_(period), index_(period) {}
  /// False until ADX is defined, which takes twice the period.
  bool Push(const Ohlcv& bar);
  double value() const { return sign_ * index_.value(); }

 private:
  DirectionalIndicators indicators_;
  AverageDirectionalIndex index_;
  int sign_ = 0;
};

/// The correlation of the last values with time, which has the sign and the significance of the regression slope.
class SlidingRegression {
 public:
  explicit SlidingRegression(int period) : values_(static_cast<size_t>(period)) {}
  /// False until the window is full.
  bool Push(double value);
  /// 0 where the values are all the same.
  double Correlation() const;

 private:
  std::vector<double> values_;
  size_t next_ = 0;
  bool full_ = false;
};

/// Higher or lower: compares the last two swing highs, and the last two swing lows.
class SwingStructure {
 public:
  void Push(const Swing& swing);
  /// From -1 to 1, see TrendEvidence::swings.
  double Value() const;

 private:
  double previous_[2] = {0, 0};
  int count_[2] = {0, 0};
  int step_[2] = {0, 0};
};

}  // namespace mib::indicators
