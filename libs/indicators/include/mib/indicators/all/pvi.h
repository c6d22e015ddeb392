#pragma once

#include <functional>

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/volume_index.h"

namespace mib::indicators::pvi {

using Pvi = VolumeIndex<std::less_equal<>>;

using Updater = Pvi;

inline Definition Define() {
  return {
      .name = "pvi",
      .long_name = "Positive volume index",
      .category = "volume",
      .inputs = {Input::kClose, Input::kVolume},
      .parameters = {},
      .outputs = {"pvi"},
      .description =
          "Begins at 1000 and changes as the close does, in percent, on bars whose volume rises; it stays where it is "
          "on others, and where the close before is 0. Paul Dysart; N. Fosback, Stock Market Logic (1976).",
      .recursive = true,
      .warm_up = [](Params) { return 1; },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::pvi
