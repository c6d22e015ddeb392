#pragma once

#include "mib/indicators/averages/average_indicator.h"
#include "mib/indicators/averages/simple.h"
#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"

namespace mib::indicators::smma {

using Smma = AverageIndicator<WilderAverage>;

using Updater = Smma;

inline Definition Define() {
  return {
      .name = "smma",
      .long_name = "Smoothed moving average",
      .category = "trend",
      .inputs = {Input::kClose},
      .parameters = {Period(20)},
      .outputs = {"smma"},
      .description =
          "Wilder's average: each value moves from the one before towards the close by 1 / period of their distance. "
          "The first is the simple mean of the first `period` closes. J. W. Wilder, New Concepts in Technical Trading "
          "Systems (1978).",
      .recursive = true,
      .warm_up = &PeriodBars,
      .make = &Make<Updater>,
      .make_panel = &MakePanelOfFours<AverageIndicator<WilderAverageOf<Lanes>, Lanes>>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::smma
