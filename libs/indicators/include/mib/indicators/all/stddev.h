#pragma once

#include <cmath>

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/moments.h"
#include "mib/indicators/kit/roots.h"

namespace mib::indicators::stddev {

class StandardDeviation {
 public:
  static constexpr size_t kInputs = 1;
  static constexpr size_t kOutputs = 1;

  explicit StandardDeviation(Params params) : moments_(static_cast<int>(params[0])), deviations_(params[1]) {}

  bool Update(const double* in, double* out) {
    if (!moments_.Push(in[0])) return false;
    out[0] = deviations_ * std::sqrt(moments_.Variance());
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) {
    double means[kBlock];
    moments_.Run(in[0], count, means, out[0]);
    RunRoots(out[0], count, deviations_, out[0]);
  }

 private:
  Moments moments_;
  double deviations_;
};

using Updater = StandardDeviation;

inline Definition Define() {
  return {
      .name = "stddev",
      .long_name = "Standard deviation",
      .category = "statistics",
      .inputs = {Input::kClose},
      .parameters = {Period(5, 2), {"nbdev", "The result is this many standard deviations.", 1, 0.01, 100, false}},
      .outputs = {"stddev"},
      .description =
          "`nbdev` times the population standard deviation of the last `period` closes (divided by period, not by "
          "period - 1).",
      .warm_up = &PeriodBars,
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::stddev
