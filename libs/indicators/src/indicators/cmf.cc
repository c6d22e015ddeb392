#include "adapter.h"
#include "definitions.h"
#include "kit/money_flow.h"
#include "kit/window.h"

namespace mib::indicators {
namespace {

class Cmf {
 public:
  static constexpr size_t kInputs = 4;
  static constexpr size_t kOutputs = 1;

  explicit Cmf(Params params) : flows_(static_cast<int>(params[0])), volumes_(static_cast<int>(params[0])) {}

  bool Update(const double* in, double* out) {
    flows_.Push(MoneyFlowVolume(in[0], in[1], in[2], in[3]));
    if (!volumes_.Push(in[3])) return false;
    const double volume = volumes_.value();
    const double flow = flows_.value();
    // NaN where a value is not finite.
    out[0] = volume == 0 ? 0 * flow : flow / volume;
    return true;
  }

 private:
  SlidingSum flows_;
  SlidingSum volumes_;
};

}  // namespace

Definition Definition_cmf() {
  return {
      .name = "cmf",
      .long_name = "Chaikin money flow",
      .category = "volume",
      .inputs = {Input::kHigh, Input::kLow, Input::kClose, Input::kVolume},
      .parameters = {Period(20)},
      .outputs = {"cmf"},
      .description =
          "The sum over `period` bars of volume times ((close - low) - (high - close)) / (high - low), over the sum of "
          "volume; a bar without range counts as 0, and so does a window without volume. Marc Chaikin.",
      .warm_up = &PeriodBars,
      .make = &Make<Cmf>,
      .make_panel = &MakePanel<Cmf>,
      .batch = &Batch<Cmf>,
  };
}

}  // namespace mib::indicators
