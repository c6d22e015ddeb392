#include "adapter.h"
#include "definitions.h"
#include "kit/extreme_values.h"

namespace mib::indicators {
namespace {

using Highest = ExtremeClose<WindowMax>;

}  // namespace

Definition Definition_max() {
  return {
      .name = "max",
      .long_name = "Highest value",
      .category = "statistics",
      .inputs = {Input::kClose},
      .parameters = {Period(30)},
      .outputs = {"max"},
      .description = "The highest of the last `period` closes.",
      .warm_up = &PeriodBars,
      .make = &Make<Highest>,
      .make_panel = &MakePanel<Highest>,
      .batch = &Batch<Highest>,
  };
}

}  // namespace mib::indicators
