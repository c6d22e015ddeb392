#pragma once

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/extreme_values.h"

namespace mib::indicators::max {

using Highest = ExtremeClose<WindowMax>;

using Updater = Highest;

inline Definition Define() {
  return {
      .name = "max",
      .long_name = "Highest value",
      .category = "statistics",
      .inputs = {Input::kClose},
      .parameters = {Period(30)},
      .outputs = {"max"},
      .description = "The highest of the last `period` closes.",
      .warm_up = &PeriodBars,
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::max
