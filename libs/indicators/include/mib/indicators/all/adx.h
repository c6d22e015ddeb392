#pragma once

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/directional.h"

namespace mib::indicators::adx {

class Adx {
 public:
  static constexpr size_t kInputs = 3;
  static constexpr size_t kOutputs = 1;

  explicit Adx(Params params) : average_(static_cast<int>(params[0])) {}

  bool Update(const double* in, double* out) {
    if (!average_.Push(in[0], in[1], in[2])) return false;
    out[0] = average_.value();
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) {
    average_.Run(in[0], in[1], in[2], count, out[0]);
  }

 private:
  AverageDirectionalIndex average_;
};

using Updater = Adx;

inline Definition Define() {
  return {
      .name = "adx",
      .long_name = "Average directional index",
      .category = "trend",
      .inputs = {Input::kHigh, Input::kLow, Input::kClose},
      .parameters = {Period(14, 2)},
      .outputs = {"adx"},
      .description =
          "Wilder's mean of dx, begun with the plain mean of its first `period` values: the strength of a trend, 0 to "
          "100, whichever way it goes. Bars where dx is not defined count as 0 in the first mean and do not move later "
          "ones, as in TA-Lib. J. W. Wilder, New Concepts in Technical Trading Systems (1978).",
      .recursive = true,
      .warm_up = [](Params params) { return 2 * static_cast<int>(params[0]); },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::adx
