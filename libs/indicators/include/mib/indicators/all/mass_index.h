#pragma once

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/smoothing.h"
#include "mib/indicators/kit/trail.h"
#include "mib/indicators/kit/window.h"

namespace mib::indicators::mass_index {

class MassIndex {
 public:
  static constexpr size_t kInputs = 2;
  static constexpr size_t kOutputs = 1;

  explicit MassIndex(Params params)
      : mean_(Smoothing::Exponential(static_cast<int>(params[0]))),
        mean_of_mean_(Smoothing::Exponential(static_cast<int>(params[0]))),
        ratios_(static_cast<int>(params[1])),
        sum_(static_cast<int>(params[1])) {}

  bool Update(const double* in, double* out) {
    if (!mean_.Push(in[0] - in[1])) return false;
    if (!mean_of_mean_.Push(mean_.value())) return false;
    const double ratio = Ratio(mean_.value(), mean_of_mean_.value());
    ratios_.Push(ratio);
    if (!sum_.Push(ratio)) return false;
    out[0] = sum_.value();
    return true;
  }
  MIB_FOR_EACH_PROCESSOR void Run(const double* const* in, size_t count, double* const* out) {
    double means[kBlock];
    double means_of_means[kBlock];
    for (size_t i = 0; i < count; ++i) means[i] = in[0][i] - in[1][i];
    RunTwice({&mean_, &mean_of_mean_}, means, count, {means, means_of_means});
    double* ratios = ratios_.Block();
    for (size_t i = 0; i < count; ++i) ratios[i] = Ratio(means[i], means_of_means[i]);
    ratios_.Advance(count);
    sum_.Run(ratios, count, out[0]);
  }

 private:
  /// Without any range the two means are equal.
  static double Ratio(double mean, double mean_of_mean) {
    const double ratio = mean / mean_of_mean;
    return mean_of_mean == 0 ? 1 : ratio;
  }

  Smoothing mean_;
  Smoothing mean_of_mean_;
  Trail ratios_;
  SlidingSum sum_;
};

using Updater = MassIndex;

inline Definition Define() {
  return {
      .name = "mass_index",
      .long_name = "Mass index",
      .category = "volatility",
      .inputs = {Input::kHigh, Input::kLow},
      .parameters = {{"fast", "Bars of the averages.", 9, 1, kLongestPeriod, true},
                     {"slow", "Bars of the sum.", 25, 1, kLongestPeriod, true}},
      .outputs = {"mass_index"},
      .description =
          "The sum over `slow` bars of the exponential average of the range, high - low, over the exponential average "
          "of that average, both of `fast` bars; the ratio counts as 1 where the latter is 0, as in TA-Lib. Donald "
          "Dorsey, Stocks and Commodities 10:6 (1992).",
      .recursive = true,
      .warm_up = [](Params params) { return static_cast<int>(2 * params[0] + params[1]) - 2; },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::mass_index
