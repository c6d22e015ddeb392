#pragma once

#include <cstddef>

#include "mib/indicators/definition.h"
#include "mib/indicators/kit/extremes.h"
#include "mib/indicators/kit/finite.h"
#include "mib/indicators/kit/lanes.h"

namespace mib::indicators {

/// The updater of aroon and aroonosc, which tell how long ago the highest high and the lowest low of `period` (its only
/// parameter) + 1 bars were. `Values` has kOutputs and an array of as many, `Of(period, bars since the high, bars since
/// the low)`.
template <typename Values>
class Aroon {
 public:
  static constexpr size_t kInputs = 2;
  static constexpr size_t kOutputs = Values::kOutputs;

  explicit Aroon(Params params)
      : period_(params[0]), highest_(static_cast<int>(params[0]) + 1), lowest_(static_cast<int>(params[0]) + 1) {}

  bool Update(const double* in, double* out) {
    highest_.Push(in[0]);
    if (!lowest_.Push(in[1])) return false;
    const auto values = Values::Of(period_, highest_.bars_ago(), lowest_.bars_ago());
    const double spoilt = Spoilt(highest_.value(), lowest_.value());
    for (size_t c = 0; c < kOutputs; ++c) out[c] = values[c] + spoilt;
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) {
    double highest[kBlock];
    double lowest[kBlock];
    double since_high[kBlock];
    double since_low[kBlock];
    highest_.Run(in[0], count, highest, since_high);
    lowest_.Run(in[1], count, lowest, since_low);
    const double period = period_;
    for (size_t i = 0; i < count; ++i) {
      const auto values = Values::Of(period, since_high[i], since_low[i]);
      const double spoilt = Spoilt(highest[i], lowest[i]);
      for (size_t c = 0; c < kOutputs; ++c) out[c][i] = values[c] + spoilt;
    }
  }

 private:
  // 0, or NaN where a value is not finite.
  static double Spoilt(double highest, double lowest) { return 0 * FiniteOrNan(highest - lowest); }

  double period_;
  PlacedExtreme<true> highest_;
  PlacedExtreme<false> lowest_;
};

}  // namespace mib::indicators
