#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <utility>

#include "kit/smoothing.h"

namespace mib::indicators {

/// An exponential average of an exponential average of ..., `kStages` deep. Each begins with the mean of its first
/// `period` values, as in TA-Lib. Recursive.
template <size_t kStages>
class ExponentialCascade {
 public:
  explicit ExponentialCascade(int period)
      : alpha_(2.0 / (period + 1.0)),
        beginning_(std::make_unique<Stages>(Make(period, std::make_index_sequence<kStages>()))) {}
  static int WarmUp(int period) { return static_cast<int>(kStages) * (period - 1) + 1; }

  /// True once the last stage has a value.
  bool Push(double x) {
    if (!ready_) {
      ready_ = Begin(*beginning_, x);
      if (ready_) values_ = Values(*beginning_);
      return ready_;
    }
    for (double& value : values_) {
      value += alpha_ * (x - value);
      x = value;
    }
    return true;
  }
  /// Of a stage, counted from 1: the average of the values themselves.
  double value(size_t stage) const { return values_[stage - 1]; }

 private:
  using Stages = std::array<Smoothing, kStages>;

  template <size_t... kIndex>
  static Stages Make(int period, std::index_sequence<kIndex...> /*stages*/) {
    return {((void)kIndex, Smoothing::Exponential(period))...};
  }
  static bool Begin(Stages& stages, double x) {
    return std::all_of(stages.begin(), stages.end(), [&x](Smoothing& stage) {
      const bool ready = stage.Push(x);
      x = stage.value();
      return ready;
    });
  }
  static std::array<double, kStages> Values(const Stages& stages) {
    std::array<double, kStages> values;
    std::transform(stages.begin(), stages.end(), values.begin(), [](const Smoothing& stage) { return stage.value(); });
    return values;
  }

  double alpha_;
  bool ready_ = false;
  std::array<double, kStages> values_{};
  // Until all are ready. Apart, so that a compiler may keep the rest in registers over a whole loop.
  std::unique_ptr<Stages> beginning_;
};

/// Patrick Mulloy, Smoothing data with faster moving averages, Stocks & Commodities 12:1 (1994).
class DoubleExponentialAverage {
 public:
  explicit DoubleExponentialAverage(int period) : cascade_(period) {}
  static int WarmUp(int period) { return ExponentialCascade<2>::WarmUp(period); }

  bool Push(double x) { return cascade_.Push(x); }
  double value() const { return 2 * cascade_.value(1) - cascade_.value(2); }

 private:
  ExponentialCascade<2> cascade_;
};

/// Patrick Mulloy, Smoothing data with less lag, Stocks & Commodities 12:2 (1994).
class TripleExponentialAverage {
 public:
  explicit TripleExponentialAverage(int period) : cascade_(period) {}
  static int WarmUp(int period) { return ExponentialCascade<3>::WarmUp(period); }

  bool Push(double x) { return cascade_.Push(x); }
  double value() const { return 3 * cascade_.value(1) - 3 * cascade_.value(2) + cascade_.value(3); }

 private:
  ExponentialCascade<3> cascade_;
};

/// Six stages, mixed so that three times "(1 + volume factor) EMA - volume factor EMA of EMA" comes out. Tim Tillson,
/// Better moving averages, Stocks & Commodities 16:1 (1998).
class T3Average {
 public:
  static constexpr double kVolumeFactor = 0.7;

  explicit T3Average(int period, double volume_factor = kVolumeFactor) : cascade_(period) {
    const double v = volume_factor;
    weights_ = {(1 + v) * (1 + v) * (1 + v), -3 * v * (1 + v) * (1 + v), 3 * v * v * (1 + v), -v * v * v};
  }
  static int WarmUp(int period) { return ExponentialCascade<6>::WarmUp(period); }

  bool Push(double x) { return cascade_.Push(x); }
  double value() const {
    return weights_[0] * cascade_.value(3) + weights_[1] * cascade_.value(4) + weights_[2] * cascade_.value(5) +
           weights_[3] * cascade_.value(6);
  }

 private:
  ExponentialCascade<6> cascade_;
  std::array<double, 4> weights_{};
};

}  // namespace mib::indicators
