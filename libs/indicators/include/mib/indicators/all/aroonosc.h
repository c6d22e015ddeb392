#pragma once

#include <array>

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/extreme_ages.h"

namespace mib::indicators::aroonosc {

struct UpLessDown {
  static constexpr size_t kOutputs = 1;
  static std::array<double, kOutputs> Of(double period, double since_high, double since_low) {
    return {100 * (since_low - since_high) / period};
  }
};

using Updater = Aroon<UpLessDown>;

inline Definition Define() {
  return {
      .name = "aroonosc",
      .long_name = "Aroon oscillator",
      .category = "momentum",
      .inputs = {Input::kHigh, Input::kLow},
      .parameters = {Period(14, 2)},
      .outputs = {"aroonosc"},
      .description =
          "aroonup less aroondown (see aroon): 100 where a high is the newest of `period` + 1 bars and a low the "
          "oldest, -100 the other way round. Tushar Chande, A time price oscillator, Stocks & Commodities 13:9 (1995).",
      .warm_up = [](Params params) { return static_cast<int>(params[0]) + 1; },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::aroonosc
