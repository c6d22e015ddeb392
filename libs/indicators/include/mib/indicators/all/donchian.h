#pragma once

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/extremes.h"
#include "mib/indicators/kit/finite.h"

namespace mib::indicators::donchian {

class Donchian {
 public:
  static constexpr size_t kInputs = 2;
  static constexpr size_t kOutputs = 3;

  explicit Donchian(Params params) : highest_(static_cast<int>(params[0])), lowest_(static_cast<int>(params[0])) {}

  bool Update(const double* in, double* out) {
    highest_.Push(in[0]);
    if (!lowest_.Push(in[1])) return false;
    out[0] = highest_.value();
    out[1] = (highest_.value() + lowest_.value()) / 2;
    out[2] = lowest_.value();
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) {
    highest_.Run(in[0], count, out[0]);
    lowest_.Run(in[1], count, out[2]);
    for (size_t i = 0; i < count; ++i) out[1][i] = (out[0][i] + out[2][i]) / 2;
  }

 private:
  WindowMax highest_;
  WindowMin lowest_;
};

using Updater = Donchian;

inline Definition Define() {
  return {
      .name = "donchian",
      .long_name = "Donchian channel",
      .category = "volatility",
      .inputs = {Input::kHigh, Input::kLow},
      .parameters = {Period(20)},
      .outputs = {"upper", "middle", "lower"},
      .description =
          "upper: the highest high of the last `period` bars. lower: the lowest low. middle: half-way between. Richard "
          "Donchian.",
      .warm_up = &PeriodBars,
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::donchian
