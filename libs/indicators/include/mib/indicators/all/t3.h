#pragma once

#include "mib/indicators/averages/cascade.h"
#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"

namespace mib::indicators::t3 {

class T3 {
 public:
  static constexpr size_t kInputs = 1;
  static constexpr size_t kOutputs = 1;

  explicit T3(Params params) : average_(static_cast<int>(params[0]), params[1]) {}

  bool Update(const double* in, double* out) {
    if (!average_.Push(in[0])) return false;
    out[0] = average_.value();
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) { average_.Run(in[0], count, out[0]); }

 private:
  T3Average average_;
};

using Updater = T3;

inline Definition Define() {
  return {
      .name = "t3",
      .long_name = "T3 moving average",
      .category = "trend",
      .inputs = {Input::kClose},
      .parameters = {Period(5, 2),
                     {"volume_factor",
                      "How much of the lag is made up for: 0 none, as a threefold exponential average; 1 all, as DEMA.",
                      T3Average::kVolumeFactor, 0, 1, false}},
      .outputs = {"t3"},
      .description =
          "Three times over, (1 + v) EMA - v EMA of EMA, with v the volume factor. Each of the six exponential "
          "averages begins with the mean of its first `period` values, as in TA-Lib. Tim Tillson, Better moving "
          "averages, Stocks & Commodities 16:1 (1998).",
      .recursive = true,
      .warm_up = [](Params params) { return T3Average::WarmUp(static_cast<int>(params[0])); },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::t3
