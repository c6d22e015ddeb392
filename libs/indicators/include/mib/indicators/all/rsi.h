#pragma once

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/gains_losses.h"

namespace mib::indicators::rsi {

class Rsi {
 public:
  static constexpr size_t kInputs = 1;
  static constexpr size_t kOutputs = 1;

  explicit Rsi(Params params) : changes_(static_cast<int>(params[0])) {}

  bool Update(const double* in, double* out) {
    if (!changes_.Push(in[0])) return false;
    out[0] = GainsLosses::RelativeStrength(changes_.gain(), changes_.loss());
    return true;
  }
  MIB_FOR_EACH_PROCESSOR void Run(const double* const* in, size_t count, double* const* out) {
    double losses[kBlock];
    changes_.Run(in[0], count, out[0], losses);
    for (size_t i = 0; i < count; ++i) out[0][i] = GainsLosses::RelativeStrength(out[0][i], losses[i]);
  }

 private:
  GainsLosses changes_;
};

using Updater = Rsi;

inline Definition Define() {
  return {
      .name = "rsi",
      .long_name = "Relative strength index",
      .category = "momentum",
      .inputs = {Input::kClose},
      .parameters = {Period(14, 2)},
      .outputs = {"rsi"},
      .description =
          "Mean gain as a percentage of mean gain plus mean loss, from 0 to 100. Means are Wilder's: each moves by 1 / "
          "period of "
          "the distance; the first is the plain mean of the first `period` changes. 0 where the price has not moved at "
          "all, "
          "as in TA-Lib. J. W. Wilder, New Concepts in Technical Trading Systems (1978).",
      .recursive = true,
      .warm_up = [](Params params) { return static_cast<int>(params[0]) + 1; },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::rsi
