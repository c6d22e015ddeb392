#include <functional>

#include "adapter.h"
#include "definitions.h"
#include "kit/volume_index.h"

namespace mib::indicators {
namespace {

using Nvi = VolumeIndex<std::greater_equal<>>;

}  // namespace

Definition Definition_nvi() {
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
      .make = &Make<Nvi>,
      .make_panel = &MakePanel<Nvi>,
      .batch = &Batch<Nvi>,
  };
}

}  // namespace mib::indicators
