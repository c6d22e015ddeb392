#pragma once

#include "mib/indicators/averages/average_indicator.h"
#include "mib/indicators/averages/simple.h"
#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"

namespace mib::indicators::ema {

using Ema = AverageIndicator<ExponentialAverage>;

using Updater = Ema;

inline Definition Define() {
  return {
      .name = "ema",
      .long_name = "Exponential moving average",
      .category = "trend",
      .inputs = {Input::kClose},
      .parameters = {Period(20)},
      .outputs = {"ema"},
      .description =
          "Each value moves from the one before towards the close by 2 / (period + 1) of their distance. The first "
          "value is "
          "the simple mean of the first `period` closes.",
      .recursive = true,
      .warm_up = &PeriodBars,
      .make = &Make<Updater>,
      .make_panel = &MakePanelOfFours<AverageIndicator<ExponentialAverageOf<Lanes>, Lanes>>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::ema
