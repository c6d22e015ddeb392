#pragma once

#include <algorithm>

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/delay.h"
#include "mib/indicators/kit/window.h"

namespace mib::indicators::dpo {

inline int Back(Params params) { return static_cast<int>(params[0]) / 2 + 1; }

class Dpo {
 public:
  static constexpr size_t kInputs = 1;
  static constexpr size_t kOutputs = 1;

  explicit Dpo(Params params) : back_(Back(params)), past_(back_), window_(static_cast<int>(params[0])) {}

  bool Update(const double* in, double* out) {
    const bool reached = past_.Push(in[0]);
    if (!window_.Push(in[0]) || !reached) return false;
    out[0] = past_.value() - window_.value();
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) {
    const double* past = in[0] - back_;
    window_.Run(in[0], count, out[0]);
    for (size_t i = 0; i < count; ++i) out[0][i] = past[i] - out[0][i];
  }

 private:
  int back_;
  Delay past_;
  SlidingMean window_;
};

using Updater = Dpo;

inline Definition Define() {
  return {
      .name = "dpo",
      .long_name = "Detrended price oscillator",
      .category = "momentum",
      .inputs = {Input::kClose},
      .parameters = {Period(20)},
      .outputs = {"dpo"},
      .description =
          "The close period / 2 + 1 bars before (period / 2 rounded down) less the simple mean of the last `period` "
          "closes: the earlier close against the mean around it. No bar after the present one is used.",
      .warm_up = [](Params params) { return std::max(static_cast<int>(params[0]), Back(params) + 1); },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::dpo
