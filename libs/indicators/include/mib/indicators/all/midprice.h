#include "adapter.h"
#include "definitions.h"
#include "kit/extreme_values.h"

namespace mib::indicators {
namespace {

using Midprice = MiddleOfExtremes<2>;

}  // namespace

Definition Definition_midprice() {
  return {
      .name = "midprice",
      .long_name = "Midpoint price over a period",
      .category = "trend",
      .inputs = {Input::kHigh, Input::kLow},
      .parameters = {Period(14, 2)},
      .outputs = {"midprice"},
      .description = "The middle between the highest high and the lowest low of the last `period` bars.",
      .warm_up = &PeriodBars,
      .make = &Make<Midprice>,
      .make_panel = &MakePanel<Midprice>,
      .batch = &Batch<Midprice>,
  };
}

}  // namespace mib::indicators
