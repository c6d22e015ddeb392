#pragma once

#include <cmath>

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/finite.h"
#include "mib/indicators/kit/moments.h"
#include "mib/indicators/kit/roots.h"

namespace mib::indicators::bollinger {

class Bollinger {
 public:
  static constexpr size_t kInputs = 1;
  static constexpr size_t kOutputs = 4;

  explicit Bollinger(Params params) : moments_(static_cast<int>(params[0])), deviations_(params[1]) {}

  bool Update(const double* in, double* out) {
    if (!moments_.Push(in[0])) return false;
    const double middle = moments_.Mean();
    const double half_width = deviations_ * std::sqrt(moments_.Variance());
    out[0] = middle + half_width;
    out[1] = middle;
    out[2] = middle - half_width;
    out[3] = Place(in[0], middle - half_width, half_width);
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) {
    double half_widths[kBlock];
    moments_.Run(in[0], count, out[1], half_widths);
    RunRoots(half_widths, count, deviations_, half_widths);
    for (size_t i = 0; i < count; ++i) out[0][i] = out[1][i] + half_widths[i];
    for (size_t i = 0; i < count; ++i) out[2][i] = out[1][i] - half_widths[i];
    for (size_t i = 0; i < count; ++i) out[3][i] = Place(in[0][i], out[2][i], half_widths[i]);
  }

 private:
  static double Place(double close, double lower, double half_width) {
    const double width = 2 * half_width;
    const double place = (close - lower) / width;
    return width > 0 ? place : kNan;
  }

  Moments moments_;
  double deviations_;
};

using Updater = Bollinger;

inline Definition Define() {
  return {
      .name = "bollinger",
      .long_name = "Bollinger Bands",
      .category = "volatility",
      .inputs = {Input::kClose},
      .parameters = {Period(20, 2), {"stddev", "Standard deviations from the middle to a band.", 2, 0.01, 100, false}},
      .outputs = {"upper", "middle", "lower", "percent_b"},
      .description =
          "middle: the simple mean of the last `period` closes. upper, lower: `stddev` population standard deviations "
          "above and "
          "below it. percent_b: where the close stands, 0 at the lower band and 1 at the upper; not a number where the "
          "bands "
          "meet. John Bollinger, Bollinger on Bollinger Bands (2001).",
      .warm_up = &PeriodBars,
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::bollinger
