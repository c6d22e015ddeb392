#include <algorithm>

#include "adapter.h"
#include "definitions.h"
#include "kit/movement_sum.h"

namespace mib::indicators {
namespace {

using MinusDm = MovementSum<MinusSide>;

}  // namespace

Definition Definition_minus_dm() {
  return {
      .name = "minus_dm",
      .long_name = "Minus directional movement",
      .category = "trend",
      .inputs = {Input::kHigh, Input::kLow},
      .parameters = {Period(14)},
      .outputs = {"minus_dm"},
      .description =
          "How far a bar reaches with its low below the low of the bar before, where that is farther than it reaches "
          "on the other side, else 0; as Wilder's running sum: plain over the first period - 1 bars, then one "
          "period-th goes out for each that comes in. J. W. Wilder, New Concepts in Technical Trading Systems (1978).",
      .recursive = true,
      .warm_up = [](Params params) { return std::max(static_cast<int>(params[0]), 2); },
      .make = &Make<MinusDm>,
      .make_panel = &MakePanel<MinusDm>,
      .batch = &Batch<MinusDm>,
  };
}

}  // namespace mib::indicators
