#include "adapter.h"
#include "averages/average_indicator.h"
#include "averages/simple.h"
#include "definitions.h"

namespace mib::indicators {
namespace {

using Sma = AverageIndicator<SimpleAverage>;

}  // namespace

Definition Definition_sma() {
  return {
      .name = "sma",
      .long_name = "Simple moving average",
      .category = "trend",
      .inputs = {Input::kClose},
      .parameters = {Period(20)},
      .outputs = {"sma"},
      .description = "The mean of the last `period` closes. It depends on these alone and does not drift.",
      .warm_up = &PeriodBars,
      .make = &Make<Sma>,
      .make_panel = &MakePanelOfFours<AverageIndicator<SimpleAverageOf<Lanes>, Lanes>>,
      .batch = &Batch<Sma>,
  };
}

}  // namespace mib::indicators
