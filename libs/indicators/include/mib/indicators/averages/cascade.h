#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "mib/indicators/kit/lanes.h"
#include "mib/indicators/kit/smoothing.h"

namespace mib::indicators {

/// An exponential average of an exponential average of ..., `kStages` deep. Each begins with the mean of its first
/// `period` values, as in TA-Lib. Recursive.
template <size_t kStages>
class ExponentialCascade {
 public:
  using Values = std::array<double, kStages>;

  explicit ExponentialCascade(int period) : stages_(Make(period, std::make_index_sequence<kStages>())) {}
  static int WarmUp(int period) { return static_cast<int>(kStages) * (period - 1) + 1; }

  /// True once the last stage has a value.
  bool Push(double x) {
    return std::all_of(stages_.begin(), stages_.end(), [&x](PlainSmoothing& stage) {
      const bool ready = stage.Push(x);
      x = stage.value();
      return ready;
    });
  }
  /// Of each stage; the first is the average of the values themselves.
  Values values() const {
    return Each(stages_, [](const PlainSmoothing& stage) { return stage.value(); });
  }

  /// Push for `count` values once all stages have one; `mixed` gets what `mix` makes of their values.
  template <typename Mix>
  void Run(const double* x, size_t count, double* mixed, Mix mix) {
    // Of its own, so that they may stay in registers.
    Stages stages = stages_;
    for (size_t i = 0; i < count; ++i)
      mixed[i] =
          mix(Each(stages, [value = x[i]](PlainSmoothing& stage) mutable { return value = stage.Follow(value); }));
    stages_ = stages;
  }

 private:
  using Stages = std::array<PlainSmoothing, kStages>;

  template <size_t... kIndex>
  static Stages Make(int period, std::index_sequence<kIndex...> /*stages*/) {
    return {((void)kIndex, PlainSmoothing::Exponential(period))...};
  }
  template <typename SomeStages, typename Value>
  static MIB_ALWAYS_INLINE Values Each(SomeStages& stages, Value value) {
    Values values;
    for (size_t k = 0; k < kStages; ++k) values[k] = value(stages[k]);
    return values;
  }

  Stages stages_;
};

/// Patrick Mulloy, Smoothing data with faster moving averages, Stocks & Commodities 12:1 (1994).
class DoubleExponentialAverage {
 public:
  explicit DoubleExponentialAverage(int period)
      : once_(Smoothing::Exponential(period)), twice_(Smoothing::Exponential(period)) {}
  static int WarmUp(int period) { return 2 * period - 1; }

  bool Push(double x) { return once_.Push(x) && twice_.Push(once_.value()); }
  double value() const { return Mix(once_.value(), twice_.value()); }
  void Run(const double* x, size_t count, double* values) {
    double twice[kBlock];
    RunTwice({&once_, &twice_}, x, count, {values, twice});
    for (size_t i = 0; i < count; ++i) values[i] = Mix(values[i], twice[i]);
  }

 private:
  static double Mix(double once, double twice) { return 2 * once - twice; }

  Smoothing once_;
  Smoothing twice_;
};

/// Patrick Mulloy, Smoothing data with less lag, Stocks & Commodities 12:2 (1994).
class TripleExponentialAverage {
 public:
  explicit TripleExponentialAverage(int period) : cascade_(period) {}
  static int WarmUp(int period) { return ExponentialCascade<3>::WarmUp(period); }

  bool Push(double x) { return cascade_.Push(x); }
  double value() const { return Mix(cascade_.values()); }
  void Run(const double* x, size_t count, double* values) {
    cascade_.Run(x, count, values, [](const auto& stages) { return Mix(stages); });
  }

 private:
  static double Mix(const std::array<double, 3>& stages) { return 3 * stages[0] - 3 * stages[1] + stages[2]; }

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
  double value() const { return Mix(weights_, cascade_.values()); }
  void Run(const double* x, size_t count, double* values) {
    cascade_.Run(x, count, values, [weights = weights_](const Stages& stages) { return Mix(weights, stages); });
  }

 private:
  using Stages = std::array<double, 6>;
  using Weights = std::array<double, 4>;

  static double Mix(const Weights& weights, const Stages& stages) {
    return weights[0] * stages[2] + weights[1] * stages[3] + weights[2] * stages[4] + weights[3] * stages[5];
  }

  ExponentialCascade<6> cascade_;
  Weights weights_{};
};

}  // namespace mib::indicators
