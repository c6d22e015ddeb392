#pragma once

#include <algorithm>
#include <string_view>
#include <variant>

#include "mib/indicators/averages/cascade.h"
#include "mib/indicators/averages/kaufman.h"
#include "mib/indicators/averages/mesa.h"
#include "mib/indicators/averages/simple.h"
#include "mib/indicators/kit/definitions.h"

namespace mib::indicators {

/// An average of a kind chosen by TA-Lib's code (MA_Type): 0 simple, 1 exponential, 2 weighted, 3 double exponential, 4
/// triple exponential, 5 triangular, 6 Kaufman's, 7 MESA (limits 0.5 and 0.05, whatever the period), 8 T3 (volume
/// factor 0.7). Of period 1, each is the value itself.
class AnyAverage {
 public:
  static constexpr int kSimple = 0;
  static constexpr int kExponential = 1;
  static constexpr int kTypes = 9;

  AnyAverage(int type, int period) : average_(Choose(period == 1 ? kSimple : type, period)) {}

  static int WarmUp(int type, int period) {
    constexpr int (*kWarmUps[kTypes])(int) = {&SimpleAverage::WarmUp,
                                              &ExponentialAverage::WarmUp,
                                              &WeightedAverage::WarmUp,
                                              &DoubleExponentialAverage::WarmUp,
                                              &TripleExponentialAverage::WarmUp,
                                              &TriangularAverage::WarmUp,
                                              &KaufmanAverage::WarmUp,
                                              [](int) { return MesaAverage::kWarmUp; },
                                              &T3Average::WarmUp};
    return period == 1 ? 1 : kWarmUps[type](period);
  }

  /// True once value() is there.
  bool Push(double x) {
    const auto push = [this, x](auto& average) MIB_LAMBDA_INLINE {
      if (!average.Push(x)) return false;
      value_ = average.value();
      return true;
    };
    // The usual one is told without a jump to an address from a table.
    if (auto* simple = std::get_if<SimpleAverage>(&average_)) return push(*simple);
    return std::visit(push, average_);
  }
  double value() const { return value_; }
  /// Push for `count` values once value() is there. As many as the warm-up lie in front of `x`.
  void Run(const double* x, size_t count, double* values) {
    std::visit([=](auto& average) { average.Run(x, count, values); }, average_);
  }

 private:
  using Average = std::variant<SimpleAverage, ExponentialAverage, WeightedAverage, DoubleExponentialAverage,
                               TripleExponentialAverage, TriangularAverage, KaufmanAverage, MesaAverage, T3Average>;

  static Average Choose(int type, int period) {
    switch (type) {
      case kExponential:
        return ExponentialAverage(period);
      case 2:
        return WeightedAverage(period);
      case 3:
        return DoubleExponentialAverage(period);
      case 4:
        return TripleExponentialAverage(period);
      case 5:
        return TriangularAverage(period);
      case 6:
        return KaufmanAverage(period);
      case 7:
        return MesaAverage();
      case 8:
        return T3Average(period);
      default:
        return SimpleAverage(period);
    }
  }

  Average average_;
  double value_ = 0;
};

/// The parameter that chooses the type.
inline Parameter AverageType(std::string_view name = "ma_type", double default_value = AnyAverage::kSimple) {
  return {name,
          "Kind of average: 0 simple, 1 exponential, 2 weighted, 3 double exponential, 4 triple exponential, 5 "
          "triangular, 6 Kaufman's, 7 MESA, 8 T3.",
          default_value,
          0,
          AnyAverage::kTypes - 1,
          true};
}

}  // namespace mib::indicators
