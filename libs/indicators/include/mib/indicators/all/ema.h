#include "adapter.h"
#include "averages/average_indicator.h"
#include "averages/simple.h"
#include "definitions.h"

namespace mib::indicators {
namespace {

using Ema = AverageIndicator<ExponentialAverage>;

}  // namespace

Definition Definition_ema() {
  return {
      .name = "ema",
      .long_name = "Exponential moving average",
      .category = "trend",
      .inputs = {Input::kClose},
      .parameters = {Period(20)},
      .outputs = {"ema"},
      .description =
          "Each value moves from the one before towards the close by 2 / (period + 1) of their distance. The first "
          "value is "
          "the simple mean of the first `period` closes.",
      .recursive = true,
      .warm_up = &PeriodBars,
      .make = &Make<Ema>,
      .make_panel = &MakePanelOfFours<AverageIndicator<ExponentialAverageOf<Lanes>, Lanes>>,
      .batch = &Batch<Ema>,
  };
}

}  // namespace mib::indicators
