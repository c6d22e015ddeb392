#pragma once

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/extreme_values.h"

namespace mib::indicators::midpoint {

using Midpoint = MiddleOfExtremes<1>;

using Updater = Midpoint;

inline Definition Define() {
  return {
      .name = "midpoint",
      .long_name = "Midpoint over a period",
      .category = "trend",
      .inputs = {Input::kClose},
      .parameters = {Period(14, 2)},
      .outputs = {"midpoint"},
      .description = "The middle between the highest and the lowest of the last `period` closes.",
      .warm_up = &PeriodBars,
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::midpoint
