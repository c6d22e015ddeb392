#pragma once

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/change.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/finite.h"

namespace mib::indicators::mom {

inline double Mom(double now, double then) { return FiniteOrNan(now - then); }

using Updater = Change<&Mom>;

inline Definition Define() {
  return {
      .name = "mom",
      .long_name = "Momentum",
      .category = "momentum",
      .inputs = {Input::kClose},
      .parameters = {Period(10)},
      .outputs = {"mom"},
      .description = "The close less the close `period` bars before.",
      .warm_up = [](Params params) { return static_cast<int>(params[0]) + 1; },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::mom
