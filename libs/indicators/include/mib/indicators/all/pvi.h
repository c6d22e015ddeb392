#include <functional>

#include "adapter.h"
#include "definitions.h"
#include "kit/volume_index.h"

namespace mib::indicators {
namespace {

using Pvi = VolumeIndex<std::less_equal<>>;

}  // namespace

Definition Definition_pvi() {
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
      .make = &Make<Pvi>,
      .make_panel = &MakePanel<Pvi>,
      .batch = &Batch<Pvi>,
  };
}

}  // namespace mib::indicators
