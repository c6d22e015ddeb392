#include "adapter.h"
#include "definitions.h"
#include "kit/extreme_values.h"

namespace mib::indicators {
namespace {

using Lowest = ExtremeClose<WindowMin>;

}  // namespace

Definition Definition_min() {
  return {
      .name = "min",
      .long_name = "Lowest value",
      .category = "statistics",
      .inputs = {Input::kClose},
      .parameters = {Period(30)},
      .outputs = {"min"},
      .description = "The lowest of the last `period` closes.",
      .warm_up = &PeriodBars,
      .make = &Make<Lowest>,
      .make_panel = &MakePanel<Lowest>,
      .batch = &Batch<Lowest>,
  };
}

}  // namespace mib::indicators
