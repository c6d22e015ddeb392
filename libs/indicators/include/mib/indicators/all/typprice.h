#include "adapter.h"
#include "definitions.h"
#include "kit/finite.h"
#include "kit/of_bar.h"

namespace mib::indicators {
namespace {

double TypicalPriceOf(double high, double low, double close) { return FiniteOrNan((high + low + close) / 3); }

using TypicalPrice = OfBar<&TypicalPriceOf>;

}  // namespace

Definition Definition_typprice() {
  return {
      .name = "typprice",
      .long_name = "Typical price",
      .category = "price",
      .inputs = {Input::kHigh, Input::kLow, Input::kClose},
      .parameters = {},
      .outputs = {"typprice"},
      .description = "The mean of high, low and close.",
      .warm_up = [](Params) { return 1; },
      .make = &Make<TypicalPrice>,
      .make_panel = &MakePanel<TypicalPrice>,
      .batch = &Batch<TypicalPrice>,
  };
}

}  // namespace mib::indicators
