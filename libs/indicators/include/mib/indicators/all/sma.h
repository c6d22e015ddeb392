#pragma once

#include "mib/indicators/averages/average_indicator.h"
#include "mib/indicators/averages/simple.h"
#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"

namespace mib::indicators::sma {

using Sma = AverageIndicator<SimpleAverage>;

using Updater = Sma;

inline Definition Define() {
  return {
      .name = "sma",
      .long_name = "Simple moving average",
      .category = "trend",
      .inputs = {Input::kClose},
      .parameters = {Period(20)},
      .outputs = {"sma"},
      .description = "The mean of the last `period` closes. It depends on these alone and does not drift.",
      .warm_up = &PeriodBars,
      .make = &Make<Updater>,
      .make_panel = &MakePanelOfFours<AverageIndicator<SimpleAverageOf<Lanes>, Lanes>>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::sma
