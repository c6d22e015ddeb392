#include "adapter.h"
#include "definitions.h"
#include "kit/finite.h"

namespace mib::indicators {
namespace {

class MedianPrice {
 public:
  static constexpr size_t kInputs = 2;
  static constexpr size_t kOutputs = 1;

  explicit MedianPrice(Params) {}

  bool Update(const double* in, double* out) {
    out[0] = FiniteOrNan((in[0] + in[1]) / 2);
    return true;
  }
};

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
