#pragma once

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/finite.h"
#include "mib/indicators/kit/of_bar.h"

namespace mib::indicators::wclprice {

inline double WeightedCloseOf(double high, double low, double close) {
  return FiniteOrNan((high + low + 2 * close) / 4);
}

using WeightedClose = OfBar<&WeightedCloseOf>;

using Updater = WeightedClose;

inline Definition Define() {
  return {
      .name = "wclprice",
      .long_name = "Weighted close price",
      .category = "price",
      .inputs = {Input::kHigh, Input::kLow, Input::kClose},
      .parameters = {},
      .outputs = {"wclprice"},
      .description = "The mean of high, low and twice the close.",
      .warm_up = [](Params) { return 1; },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::wclprice
