#include "adapter.h"
#include "definitions.h"
#include "kit/movement_sum.h"

namespace mib::indicators {
namespace {

using PlusDi = MovementOfRange<PlusSide>;

}  // namespace

Definition Definition_plus_di() {
  return {
      .name = "plus_di",
      .long_name = "Plus directional indicator",
      .category = "trend",
      .inputs = {Input::kHigh, Input::kLow, Input::kClose},
      .parameters = {Period(14, 2)},
      .outputs = {"plus_di"},
      .description =
          "Wilder's running sum of the plus directional movement (see plus_dm) in percent of that of the true range; 0 "
          "where the latter is 0. J. W. Wilder, New Concepts in Technical Trading Systems (1978).",
      .recursive = true,
      .warm_up = [](Params params) { return static_cast<int>(params[0]) + 1; },
      .make = &Make<PlusDi>,
      .make_panel = &MakePanel<PlusDi>,
      .batch = &Batch<PlusDi>,
  };
}

}  // namespace mib::indicators
