#include "adapter.h"
#include "definitions.h"
#include "kit/finite.h"
#include "kit/of_bar.h"

namespace mib::indicators {
namespace {

double MedianPriceOf(double high, double low) { return FiniteOrNan((high + low) / 2); }

using MedianPrice = OfBar<&MedianPriceOf>;

}  // namespace

Definition Definition_medprice() {
  return {
      .name = "medprice",
      .long_name = "Median price",
      .category = "price",
      .inputs = {Input::kHigh, Input::kLow},
      .parameters = {},
      .outputs = {"medprice"},
      .description = "Half-way between high and low.",
      .warm_up = [](Params) { return 1; },
      .make = &Make<MedianPrice>,
      .make_panel = &MakePanel<MedianPrice>,
      .batch = &Batch<MedianPrice>,
  };
}

}  // namespace mib::indicators
