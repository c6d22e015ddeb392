#pragma once

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/finite.h"
#include "mib/indicators/kit/of_bar.h"

namespace mib::indicators::medprice {

inline double MedianPriceOf(double high, double low) { return FiniteOrNan((high + low) / 2); }

using MedianPrice = OfBar<&MedianPriceOf>;

using Updater = MedianPrice;

inline Definition Define() {
  return {
      .name = "medprice",
      .long_name = "Median price",
      .category = "price",
      .inputs = {Input::kHigh, Input::kLow},
      .parameters = {},
      .outputs = {"medprice"},
      .description = "Half-way between high and low.",
      .warm_up = [](Params) { return 1; },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::medprice
