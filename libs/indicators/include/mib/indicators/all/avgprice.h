#pragma once

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/finite.h"
#include "mib/indicators/kit/of_bar.h"

namespace mib::indicators::avgprice {

inline double AveragePriceOf(double open, double high, double low, double close) {
  return FiniteOrNan((open + high + low + close) / 4);
}

using AveragePrice = OfBar<&AveragePriceOf>;

using Updater = AveragePrice;

inline Definition Define() {
  return {
      .name = "avgprice",
      .long_name = "Average price",
      .category = "price",
      .inputs = {Input::kOpen, Input::kHigh, Input::kLow, Input::kClose},
      .parameters = {},
      .outputs = {"avgprice"},
      .description = "The mean of open, high, low and close.",
      .warm_up = [](Params) { return 1; },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::avgprice
