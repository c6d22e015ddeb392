#pragma once

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/change.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/finite.h"

namespace mib::indicators::roc {

inline double Roc(double now, double then) { return FiniteOrNan(100 * RatioOrZero(now - then, then)); }

using Updater = Change<&Roc>;

inline Definition Define() {
  return {
      .name = "roc",
      .long_name = "Rate of change",
      .category = "momentum",
      .inputs = {Input::kClose},
      .parameters = {Period(10)},
      .outputs = {"roc"},
      .description =
          "How many percent the close is above the close `period` bars before. 0 where the earlier close is 0, as in "
          "TA-Lib.",
      .warm_up = [](Params params) { return static_cast<int>(params[0]) + 1; },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::roc
