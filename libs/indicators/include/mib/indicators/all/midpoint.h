#include "adapter.h"
#include "definitions.h"
#include "kit/extreme_values.h"

namespace mib::indicators {
namespace {

using Midpoint = MiddleOfExtremes<1>;

}  // namespace

Definition Definition_midpoint() {
  return {
      .name = "midpoint",
      .long_name = "Midpoint over a period",
      .category = "trend",
      .inputs = {Input::kClose},
      .parameters = {Period(14, 2)},
      .outputs = {"midpoint"},
      .description = "The middle between the highest and the lowest of the last `period` closes.",
      .warm_up = &PeriodBars,
      .make = &Make<Midpoint>,
      .make_panel = &MakePanel<Midpoint>,
      .batch = &Batch<Midpoint>,
  };
}

}  // namespace mib::indicators
