#pragma once

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/extreme_values.h"

namespace mib::indicators::min {

using Lowest = ExtremeClose<WindowMin>;

using Updater = Lowest;

inline Definition Define() {
  return {
      .name = "min",
      .long_name = "Lowest value",
      .category = "statistics",
      .inputs = {Input::kClose},
      .parameters = {Period(30)},
      .outputs = {"min"},
      .description = "The lowest of the last `period` closes.",
      .warm_up = &PeriodBars,
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::min
