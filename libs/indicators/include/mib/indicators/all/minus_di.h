#pragma once

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/movement_sum.h"

namespace mib::indicators::minus_di {

using MinusDi = MovementOfRange<MinusSide>;

using Updater = MinusDi;

inline Definition Define() {
  return {
      .name = "minus_di",
      .long_name = "Minus directional indicator",
      .category = "trend",
      .inputs = {Input::kHigh, Input::kLow, Input::kClose},
      .parameters = {Period(14, 2)},
      .outputs = {"minus_di"},
      .description =
          "Wilder's running sum of the minus directional movement (see minus_dm) in percent of that of the true range; "
          "0 where the latter is 0. J. W. Wilder, New Concepts in Technical Trading Systems (1978).",
      .recursive = true,
      .warm_up = [](Params params) { return static_cast<int>(params[0]) + 1; },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::minus_di
