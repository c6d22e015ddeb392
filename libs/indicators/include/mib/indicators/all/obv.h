#pragma once

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/running_total.h"

namespace mib::indicators::obv {

class Obv {
 public:
  static constexpr size_t kInputs = 2;
  static constexpr size_t kOutputs = 1;

  explicit Obv(Params) {}

  bool Update(const double* in, double* out) {
    balance_.Push(Signed(begun_ ? in[0] - previous_ : 1, in[1]));
    begun_ = true;
    previous_ = in[0];
    out[0] = balance_.value();
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) {
    const double* previous = in[0] - 1;
    for (size_t i = 0; i < count; ++i) out[0][i] = Signed(in[0][i] - previous[i], in[1][i]);
    balance_.Run(out[0], count, out[0]);
  }

 private:
  static double Signed(double change, double volume) {
    // No branches: which way it goes cannot be predicted. The last terms are 0, or NaN where one is not finite.
    const double side = static_cast<double>(static_cast<int>(change > 0) - static_cast<int>(change < 0));
    return side * volume + (0 * change + 0 * volume);
  }

  RunningTotal balance_;
  double previous_ = 0;
  bool begun_ = false;
};

using Updater = Obv;

inline Definition Define() {
  return {
      .name = "obv",
      .long_name = "On-balance volume",
      .category = "volume",
      .inputs = {Input::kClose, Input::kVolume},
      .parameters = {},
      .outputs = {"obv"},
      .description =
          "The running total of volume: added where the close is above the one before, subtracted where it is below. "
          "Begins with the first bar's volume, as in TA-Lib. Joseph Granville, New Key to Stock Market Profits (1963).",
      .recursive = true,
      .warm_up = [](Params) { return 1; },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::obv
