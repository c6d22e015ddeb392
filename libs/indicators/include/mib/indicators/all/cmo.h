#pragma once

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/finite.h"
#include "mib/indicators/kit/gains_losses.h"

namespace mib::indicators::cmo {

class Cmo {
 public:
  static constexpr size_t kInputs = 1;
  static constexpr size_t kOutputs = 1;

  explicit Cmo(Params params) : changes_(static_cast<int>(params[0])) {}

  bool Update(const double* in, double* out) {
    if (!changes_.Push(in[0])) return false;
    out[0] = Momentum(changes_.gain(), changes_.loss());
    return true;
  }
  MIB_FOR_EACH_PROCESSOR void Run(const double* const* in, size_t count, double* const* out) {
    double losses[kBlock];
    changes_.Run(in[0], count, out[0], losses);
    for (size_t i = 0; i < count; ++i) out[0][i] = Momentum(out[0][i], losses[i]);
  }

 private:
  static double Momentum(double gain, double loss) { return 100 * RatioOrZero(gain - loss, gain + loss); }

  GainsLosses changes_;
};

using Updater = Cmo;

inline Definition Define() {
  return {
      .name = "cmo",
      .long_name = "Chande momentum oscillator",
      .category = "momentum",
      .inputs = {Input::kClose},
      .parameters = {Period(14, 2)},
      .outputs = {"cmo"},
      .description =
          "Mean gain less mean loss, as a percentage of their sum, -100 to 100. Means are Wilder's, begun with the "
          "plain mean of the first `period` changes, as in TA-Lib (Chande takes plain sums). 0 where nothing has "
          "moved. Tushar Chande and Stanley Kroll, The New Technical Trader (1994).",
      .recursive = true,
      .warm_up = [](Params params) { return static_cast<int>(params[0]) + 1; },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::cmo
