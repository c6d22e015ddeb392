#pragma once

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/window.h"

namespace mib::indicators::sum {

class Total {
 public:
  static constexpr size_t kInputs = 1;
  static constexpr size_t kOutputs = 1;

  explicit Total(Params params) : window_(static_cast<int>(params[0])) {}

  bool Update(const double* in, double* out) {
    if (!window_.Push(in[0])) return false;
    out[0] = window_.value();
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) { window_.Run(in[0], count, out[0]); }

 private:
  SlidingSum window_;
};

using Updater = Total;

inline Definition Define() {
  return {
      .name = "sum",
      .long_name = "Sum",
      .category = "statistics",
      .inputs = {Input::kClose},
      .parameters = {Period(30)},
      .outputs = {"sum"},
      .description = "The sum of the last `period` closes, rounded once.",
      .warm_up = &PeriodBars,
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::sum
