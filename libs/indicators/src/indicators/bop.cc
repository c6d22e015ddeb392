#include "adapter.h"
#include "definitions.h"
#include "kit/finite.h"

namespace mib::indicators {
namespace {

class Bop {
 public:
  static constexpr size_t kInputs = 4;
  static constexpr size_t kOutputs = 1;

  explicit Bop(Params /*params*/) {}

  bool Update(const double* in, double* out) {
    const double range = FiniteOrNan(in[1] - in[2]);
    out[0] = RatioOrZero(FiniteOrNan(in[3] - in[0]), range <= 0 ? 0 : range);
    return true;
  }
};

}  // namespace

Definition Definition_bop() {
  return {
      .name = "bop",
      .long_name = "Balance of power",
      .category = "momentum",
      .inputs = {Input::kOpen, Input::kHigh, Input::kLow, Input::kClose},
      .parameters = {},
      .outputs = {"bop"},
      .description =
          "(close - open) / (high - low): how far, of its range, a bar went from open to close. 0 where there is no "
          "range, as in TA-Lib. Igor Livshin, Balance of power, Stocks & Commodities 19:8 (2001).",
      .warm_up = [](Params) { return 1; },
      .make = &Make<Bop>,
      .make_panel = &MakePanel<Bop>,
      .batch = &Batch<Bop>,
  };
}

}  // namespace mib::indicators
