#pragma once

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/change.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/finite.h"

namespace mib::indicators::rocr100 {

inline double Rocr100(double now, double then) { return FiniteOrNan(100 * RatioOrZero(now, then)); }

using Updater = Change<&Rocr100>;

inline Definition Define() {
  return {
      .name = "rocr100",
      .long_name = "Rate of change as a ratio of 100",
      .category = "momentum",
      .inputs = {Input::kClose},
      .parameters = {Period(10)},
      .outputs = {"rocr100"},
      .description =
          "The close as a percentage of the close `period` bars before. 0 where the earlier close is 0, as in TA-Lib.",
      .warm_up = [](Params params) { return static_cast<int>(params[0]) + 1; },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::rocr100
