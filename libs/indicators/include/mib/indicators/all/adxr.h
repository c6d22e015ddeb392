#pragma once

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/delay.h"
#include "mib/indicators/kit/directional.h"

namespace mib::indicators::adxr {

class Adxr {
 public:
  static constexpr size_t kInputs = 3;
  static constexpr size_t kOutputs = 1;

  explicit Adxr(Params params) : average_(static_cast<int>(params[0])), delay_(static_cast<int>(params[0]) - 1) {}

  bool Update(const double* in, double* out) {
    if (!average_.Push(in[0], in[1], in[2])) return false;
    if (!delay_.Push(average_.value())) return false;
    out[0] = (average_.value() + delay_.value()) / 2;
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) {
    double before[kBlock];
    average_.Run(in[0], in[1], in[2], count, out[0]);
    delay_.Run(out[0], count, before);
    for (size_t i = 0; i < count; ++i) out[0][i] = (out[0][i] + before[i]) / 2;
  }

 private:
  AverageDirectionalIndex average_;
  Delay delay_;
};

using Updater = Adxr;

inline Definition Define() {
  return {
      .name = "adxr",
      .long_name = "Average directional index rating",
      .category = "trend",
      .inputs = {Input::kHigh, Input::kLow, Input::kClose},
      .parameters = {Period(14, 2)},
      .outputs = {"adxr"},
      .description =
          "The mean of adx now and period - 1 bars ago. J. W. Wilder, New Concepts in Technical Trading Systems "
          "(1978).",
      .recursive = true,
      .warm_up = [](Params params) { return 3 * static_cast<int>(params[0]) - 1; },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::adxr
