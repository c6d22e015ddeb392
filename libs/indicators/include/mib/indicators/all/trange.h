#pragma once

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/true_range.h"

namespace mib::indicators::trange {

class TrueRangeOnly {
 public:
  static constexpr size_t kInputs = 3;
  static constexpr size_t kOutputs = 1;

  explicit TrueRangeOnly(Params) {}

  bool Update(const double* in, double* out) {
    if (!range_.Push(in[0], in[1], in[2])) return false;
    out[0] = range_.value();
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) {
    TrueRange::Run(in[0], in[1], in[2], count, out[0]);
  }

 private:
  TrueRange range_;
};

using Updater = TrueRangeOnly;

inline Definition Define() {
  return {
      .name = "trange",
      .long_name = "True range",
      .category = "volatility",
      .inputs = {Input::kHigh, Input::kLow, Input::kClose},
      .parameters = {},
      .outputs = {"trange"},
      .description =
          "The greatest of high - low, |high - previous close| and |low - previous close|. J. W. Wilder, New Concepts "
          "in Technical Trading Systems (1978).",
      .warm_up = [](Params) { return 2; },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::trange
