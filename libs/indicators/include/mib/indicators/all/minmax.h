#pragma once

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/extremes.h"
#include "mib/indicators/kit/finite.h"

namespace mib::indicators::minmax {

class Extremes {
 public:
  static constexpr size_t kInputs = 1;
  static constexpr size_t kOutputs = 2;

  explicit Extremes(Params params) : lowest_(static_cast<int>(params[0])), highest_(static_cast<int>(params[0])) {}

  bool Update(const double* in, double* out) {
    lowest_.Push(in[0]);
    if (!highest_.Push(in[0])) return false;
    out[0] = lowest_.value();
    out[1] = highest_.value();
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) {
    lowest_.Run(in[0], count, out[0]);
    highest_.Run(in[0], count, out[1]);
  }

 private:
  WindowMin lowest_;
  WindowMax highest_;
};

using Updater = Extremes;

inline Definition Define() {
  return {
      .name = "minmax",
      .long_name = "Lowest and highest value",
      .category = "statistics",
      .inputs = {Input::kClose},
      .parameters = {Period(30)},
      .outputs = {"min", "max"},
      .description = "The lowest and the highest of the last `period` closes.",
      .warm_up = &PeriodBars,
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::minmax
