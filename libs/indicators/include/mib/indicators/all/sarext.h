#pragma once

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/parabolic.h"

namespace mib::indicators::sarext {

class SarExtended {
 public:
  static constexpr size_t kInputs = 2;
  static constexpr size_t kOutputs = 1;

  explicit SarExtended(Params params)
      : stop_({params[2], params[3], params[4]}, {params[5], params[6], params[7]}, params[0], params[1]) {}

  bool Update(const double* in, double* out) {
    if (!stop_.Push(in[0], in[1])) return false;
    out[0] = stop_.signed_value();
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) { stop_.RunSigned(in[0], in[1], count, out[0]); }

 private:
  ParabolicStop stop_;
};

using Updater = SarExtended;

inline Definition Define() {
  return {
      .name = "sarext",
      .long_name = "Parabolic stop and reverse, extended",
      .category = "trend",
      .inputs = {Input::kHigh, Input::kLow},
      .parameters = {{"start", "The first stop: positive below the price, negative above it, 0 to find it.", 0, -1e9,
                      1e9, false},
                     {"offset", "Part of the stop by which it is moved away where it changes sides.", 0, 0, 100, false},
                     {"initial_long", "Where the acceleration of a rising stop begins.", 0.02, 0, 100, false},
                     {"step_long", "Its step.", 0.02, 0, 100, false},
                     {"maximum_long", "Where it ends.", 0.2, 0, 100, false},
                     {"initial_short", "Where the acceleration of a falling stop begins.", 0.02, 0, 100, false},
                     {"step_short", "Its step.", 0.02, 0, 100, false},
                     {"maximum_short", "Where it ends.", 0.2, 0, 100, false}},
      .outputs = {"sarext"},
      .description =
          "As sar, with its own acceleration for each side; a stop above the price is given as a negative number. "
          "`start` is the first stop, positive below the price and negative above it, or 0 to tell the side as sar "
          "does. Where the stop changes sides it is moved away from the price by `offset` of itself. J. W. Wilder, New "
          "Concepts in Technical Trading Systems (1978).",
      .recursive = true,
      .warm_up = [](Params) { return 2; },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::sarext
