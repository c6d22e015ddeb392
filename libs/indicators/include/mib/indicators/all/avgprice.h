#include "adapter.h"
#include "definitions.h"
#include "kit/finite.h"
#include "kit/of_bar.h"

namespace mib::indicators {
namespace {

double AveragePriceOf(double open, double high, double low, double close) {
  return FiniteOrNan((open + high + low + close) / 4);
}

using AveragePrice = OfBar<&AveragePriceOf>;

}  // namespace

Definition Definition_avgprice() {
  return {
      .name = "avgprice",
      .long_name = "Average price",
      .category = "price",
      .inputs = {Input::kOpen, Input::kHigh, Input::kLow, Input::kClose},
      .parameters = {},
      .outputs = {"avgprice"},
      .description = "The mean of open, high, low and close.",
      .warm_up = [](Params) { return 1; },
      .make = &Make<AveragePrice>,
      .make_panel = &MakePanel<AveragePrice>,
      .batch = &Batch<AveragePrice>,
  };
}

}  // namespace mib::indicators
