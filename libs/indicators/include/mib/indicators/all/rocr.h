#pragma once

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/change.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/finite.h"

namespace mib::indicators::rocr {

inline double Rocr(double now, double then) { return FiniteOrNan(RatioOrZero(now, then)); }

using Updater = Change<&Rocr>;

inline Definition Define() {
  return {
      .name = "rocr",
      .long_name = "Rate of change as a ratio",
      .category = "momentum",
      .inputs = {Input::kClose},
      .parameters = {Period(10)},
      .outputs = {"rocr"},
      .description = "The close over the close `period` bars before. 0 where the earlier close is 0, as in TA-Lib.",
      .warm_up = [](Params params) { return static_cast<int>(params[0]) + 1; },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::rocr
