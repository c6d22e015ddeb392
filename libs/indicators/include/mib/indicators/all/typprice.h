#pragma once

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/finite.h"
#include "mib/indicators/kit/of_bar.h"

namespace mib::indicators::typprice {

inline double TypicalPriceOf(double high, double low, double close) { return FiniteOrNan((high + low + close) / 3); }

using TypicalPrice = OfBar<&TypicalPriceOf>;

using Updater = TypicalPrice;

inline Definition Define() {
  return {
      .name = "typprice",
      .long_name = "Typical price",
      .category = "price",
      .inputs = {Input::kHigh, Input::kLow, Input::kClose},
      .parameters = {},
      .outputs = {"typprice"},
      .description = "The mean of high, low and close.",
      .warm_up = [](Params) { return 1; },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::typprice
