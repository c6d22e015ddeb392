#include "adapter.h"
#include "definitions.h"
#include "kit/finite.h"

namespace mib::indicators {
namespace {

class TypicalPrice {
 public:
  static constexpr size_t kInputs = 3;
  static constexpr size_t kOutputs = 1;

  explicit TypicalPrice(Params) {}

  bool Update(const double* in, double* out) {
    out[0] = FiniteOrNan((in[0] + in[1] + in[2]) / 3);
    return true;
  }
};

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
