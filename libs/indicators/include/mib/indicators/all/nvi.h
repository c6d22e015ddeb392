#pragma once

#include <functional>

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/volume_index.h"

namespace mib::indicators::nvi {

using Nvi = VolumeIndex<std::greater_equal<>>;

using Updater = Nvi;

inline Definition Define() {
  return {
      .name = "nvi",
      .long_name = "Negative volume index",
      .category = "volume",
      .inputs = {Input::kClose, Input::kVolume},
      .parameters = {},
      .outputs = {"nvi"},
      .description =
          "Begins at 1000 and changes as the close does, in percent, on bars whose volume falls; it stays where it is "
          "on others, and where the close before is 0. Paul Dysart; N. Fosback, Stock Market Logic (1976).",
      .recursive = true,
      .warm_up = [](Params) { return 1; },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::nvi
