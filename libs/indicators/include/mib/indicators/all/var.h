#pragma once

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/moments.h"

namespace mib::indicators::var {

class Variance {
 public:
  static constexpr size_t kInputs = 1;
  static constexpr size_t kOutputs = 1;

  explicit Variance(Params params) : moments_(static_cast<int>(params[0])) {}

  bool Update(const double* in, double* out) {
    if (!moments_.Push(in[0])) return false;
    out[0] = moments_.Variance();
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) {
    double means[kBlock];
    moments_.Run(in[0], count, means, out[0]);
  }

 private:
  Moments moments_;
};

using Updater = Variance;

inline Definition Define() {
  return {
      .name = "var",
      .long_name = "Variance",
      .category = "statistics",
      .inputs = {Input::kClose},
      .parameters = {Period(5)},
      .outputs = {"var"},
      .description =
          "The population variance of the last `period` closes: the mean square of their distances from their mean.",
      .warm_up = &PeriodBars,
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::var
