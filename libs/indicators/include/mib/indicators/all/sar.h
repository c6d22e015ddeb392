#pragma once

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/parabolic.h"

namespace mib::indicators::sar {

class Sar {
 public:
  static constexpr size_t kInputs = 2;
  static constexpr size_t kOutputs = 1;

  explicit Sar(Params params) : stop_(PaceOf(params), PaceOf(params)) {}

  bool Update(const double* in, double* out) {
    if (!stop_.Push(in[0], in[1])) return false;
    out[0] = stop_.value();
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) { stop_.Run(in[0], in[1], count, out[0]); }

 private:
  static ParabolicStop::Pace PaceOf(Params params) { return {params[0], params[0], params[1]}; }

  ParabolicStop stop_;
};

using Updater = Sar;

inline Definition Define() {
  return {
      .name = "sar",
      .long_name = "Parabolic stop and reverse",
      .category = "trend",
      .inputs = {Input::kHigh, Input::kLow},
      .parameters = {{"acceleration", "Where the acceleration begins, and its step.", 0.02, 0, 100, false},
                     {"maximum", "Where it ends.", 0.2, 0, 100, false}},
      .outputs = {"sar"},
      .description =
          "A stop that follows the price: each bar it moves by the acceleration's part of its distance to the extreme "
          "of the move, but not into the last two bars. The acceleration begins at `acceleration` and grows by as much "
          "with each new extreme, up to `maximum`. A bar that touches the stop turns it to the other side, at the "
          "extreme. The first side is down if the second bar reaches farther below the first than above it, else up. "
          "J. W. Wilder, New Concepts in Technical Trading Systems (1978).",
      .recursive = true,
      .warm_up = [](Params) { return 2; },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::sar
