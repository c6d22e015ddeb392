#pragma once

#include "mib/indicators/averages/mesa.h"
#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"

namespace mib::indicators::mama {

class Mama {
 public:
  static constexpr size_t kInputs = 1;
  static constexpr size_t kOutputs = 2;

  explicit Mama(Params params) : average_(params[0], params[1]) {}

  bool Update(const double* in, double* out) {
    if (!average_.Push(in[0])) return false;
    out[0] = average_.value();
    out[1] = average_.follower();
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) {
    // Of its own, so that it need not be stored after each bar.
    MesaAverage average = average_;
    for (size_t i = 0; i < count; ++i) {
      average.Push(in[0][i]);
      out[0][i] = average.value();
      out[1][i] = average.follower();
    }
    average_ = average;
  }

 private:
  MesaAverage average_;
};

using Updater = Mama;

inline Definition Define() {
  return {
      .name = "mama",
      .long_name = "MESA adaptive moving average",
      .category = "trend",
      .inputs = {Input::kClose},
      .parameters = {{"fast_limit", "Greatest weight of the newest close.", MesaAverage::kFastLimit, 0.01, 0.99, false},
                     {"slow_limit", "Least weight of the newest close.", MesaAverage::kSlowLimit, 0.01, 0.99, false}},
      .outputs = {"mama", "fama"},
      .description =
          "mama: exponential, with the weight fast_limit over the degrees that the phase of the dominant cycle has "
          "turned since the last bar, kept between slow_limit and fast_limit; the phase comes from a Hilbert "
          "transform. fama: follows mama at half the weight. Both set out from 0 at the 13th bar, as in TA-Lib. John "
          "and Mike Ehlers, MESA Adaptive Moving Averages, Stocks & Commodities 19:10 (2001).",
      .recursive = true,
      .warm_up = [](Params) { return MesaAverage::kWarmUp; },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::mama
