#pragma once

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/money_flow.h"
#include "mib/indicators/kit/running_total.h"

namespace mib::indicators::ad {

class Ad {
 public:
  static constexpr size_t kInputs = 4;
  static constexpr size_t kOutputs = 1;

  explicit Ad(Params) {}

  bool Update(const double* in, double* out) {
    line_.Push(MoneyFlowVolume(in[0], in[1], in[2], in[3]));
    out[0] = line_.value();
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) {
    // Of its own, so that it may stay in registers. In one loop: flows are worked out while the total waits.
    RunningTotal line = line_;
    for (size_t i = 0; i < count; ++i) {
      line.Push(MoneyFlowVolume(in[0][i], in[1][i], in[2][i], in[3][i]));
      out[0][i] = line.value();
    }
    line_ = line;
  }

 private:
  RunningTotal line_;
};

using Updater = Ad;

inline Definition Define() {
  return {
      .name = "ad",
      .long_name = "Accumulation/distribution line",
      .category = "volume",
      .inputs = {Input::kHigh, Input::kLow, Input::kClose, Input::kVolume},
      .parameters = {},
      .outputs = {"ad"},
      .description =
          "The running total of volume times ((close - low) - (high - close)) / (high - low), which is -1 for a close "
          "at the low and 1 at the high. A bar without range adds nothing. Marc Chaikin.",
      .recursive = true,
      .warm_up = [](Params) { return 1; },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::ad
