#pragma once

#include <array>

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/extreme_ages.h"

namespace mib::indicators::aroon {

struct DownAndUp {
  static constexpr size_t kOutputs = 2;
  static std::array<double, kOutputs> Of(double period, double since_high, double since_low) {
    return {100 * (period - since_low) / period, 100 * (period - since_high) / period};
  }
};

using Updater = Aroon<DownAndUp>;

inline Definition Define() {
  return {
      .name = "aroon",
      .long_name = "Aroon",
      .category = "momentum",
      .inputs = {Input::kHigh, Input::kLow},
      .parameters = {Period(14, 2)},
      .outputs = {"aroondown", "aroonup"},
      .description =
          "aroonup: 100 where the highest high of the last `period` + 1 bars is the newest, 0 where it is the oldest, "
          "and even steps between; aroondown: the same of the lowest low. Of equal extremes the newest counts, as in "
          "TA-Lib. Tushar Chande, A time price oscillator, Stocks & Commodities 13:9 (1995).",
      .warm_up = [](Params params) { return static_cast<int>(params[0]) + 1; },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::aroon
