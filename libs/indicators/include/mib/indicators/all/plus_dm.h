#pragma once

#include <algorithm>

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/movement_sum.h"

namespace mib::indicators::plus_dm {

using PlusDm = MovementSum<PlusSide>;

using Updater = PlusDm;

inline Definition Define() {
  return {
      .name = "plus_dm",
      .long_name = "Plus directional movement",
      .category = "trend",
      .inputs = {Input::kHigh, Input::kLow},
      .parameters = {Period(14)},
      .outputs = {"plus_dm"},
      .description =
          "How far a bar reaches with its high above the high of the bar before, where that is farther than it reaches "
          "on the other side, else 0; as Wilder's running sum: plain over the first period - 1 bars, then one "
          "period-th goes out for each that comes in. J. W. Wilder, New Concepts in Technical Trading Systems (1978).",
      .recursive = true,
      .warm_up = [](Params params) { return std::max(static_cast<int>(params[0]), 2); },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::plus_dm
