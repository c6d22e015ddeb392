#include "adapter.h"
#include "definitions.h"
#include "kit/finite.h"
#include "kit/of_bar.h"

namespace mib::indicators {
namespace {

double WeightedCloseOf(double high, double low, double close) { return FiniteOrNan((high + low + 2 * close) / 4); }

using WeightedClose = OfBar<&WeightedCloseOf>;

}  // namespace

Definition Definition_wclprice() {
  return {
      .name = "wclprice",
      .long_name = "Weighted close price",
      .category = "price",
      .inputs = {Input::kHigh, Input::kLow, Input::kClose},
      .parameters = {},
      .outputs = {"wclprice"},
      .description = "The mean of high, low and twice the close.",
      .warm_up = [](Params) { return 1; },
      .make = &Make<WeightedClose>,
      .make_panel = &MakePanel<WeightedClose>,
      .batch = &Batch<WeightedClose>,
  };
}

}  // namespace mib::indicators
