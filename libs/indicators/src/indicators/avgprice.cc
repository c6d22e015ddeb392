#include "adapter.h"
#include "definitions.h"
#include "kit/finite.h"

namespace mib::indicators {
namespace {

class AveragePrice {
 public:
  static constexpr size_t kInputs = 4;
  static constexpr size_t kOutputs = 1;

  explicit AveragePrice(Params) {}

  bool Update(const double* in, double* out) {
    out[0] = FiniteOrNan((in[0] + in[1] + in[2] + in[3]) / 4);
    return true;
  }
};

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
