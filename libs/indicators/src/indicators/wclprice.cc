#include "adapter.h"
#include "definitions.h"
#include "kit/finite.h"

namespace mib::indicators {
namespace {

class WeightedClose {
 public:
  static constexpr size_t kInputs = 3;
  static constexpr size_t kOutputs = 1;

  explicit WeightedClose(Params) {}

  bool Update(const double* in, double* out) {
    out[0] = FiniteOrNan((in[0] + in[1] + 2 * in[2]) / 4);
    return true;
  }
};

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
