#pragma once

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/change.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/finite.h"

namespace mib::indicators::rocp {

inline double Rocp(double now, double then) { return FiniteOrNan(RatioOrZero(now - then, then)); }

using Updater = Change<&Rocp>;

inline Definition Define() {
  return {
      .name = "rocp",
      .long_name = "Rate of change as a fraction",
      .category = "momentum",
      .inputs = {Input::kClose},
      .parameters = {Period(10)},
      .outputs = {"rocp"},
      .description =
          "The change since `period` bars before, over the close then. 0 where the earlier close is 0, as in TA-Lib.",
      .warm_up = [](Params params) { return static_cast<int>(params[0]) + 1; },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::rocp
