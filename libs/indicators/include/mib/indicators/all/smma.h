#include "adapter.h"
#include "averages/average_indicator.h"
#include "averages/simple.h"
#include "definitions.h"

namespace mib::indicators {
namespace {

using Smma = AverageIndicator<WilderAverage>;

}  // namespace

Definition Definition_smma() {
  return {
      .name = "smma",
      .long_name = "Smoothed moving average",
      .category = "trend",
      .inputs = {Input::kClose},
      .parameters = {Period(20)},
      .outputs = {"smma"},
      .description =
          "Wilder's average: each value moves from the one before towards the close by 1 / period of their distance. "
          "The first is the simple mean of the first `period` closes. J. W. Wilder, New Concepts in Technical Trading "
          "Systems (1978).",
      .recursive = true,
      .warm_up = &PeriodBars,
      .make = &Make<Smma>,
      .make_panel = &MakePanelOfFours<AverageIndicator<WilderAverageOf<Lanes>, Lanes>>,
      .batch = &Batch<Smma>,
  };
}

}  // namespace mib::indicators
