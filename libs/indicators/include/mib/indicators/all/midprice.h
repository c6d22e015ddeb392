#pragma once

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/extreme_values.h"

namespace mib::indicators::midprice {

using Midprice = MiddleOfExtremes<2>;

using Updater = Midprice;

inline Definition Define() {
  return {
      .name = "midprice",
      .long_name = "Midpoint price over a period",
      .category = "trend",
      .inputs = {Input::kHigh, Input::kLow},
      .parameters = {Period(14, 2)},
      .outputs = {"midprice"},
      .description = "The middle between the highest high and the lowest low of the last `period` bars.",
      .warm_up = &PeriodBars,
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::midprice
