#include "adapter.h"
#include "definitions.h"
#include "kit/linear_fit.h"

namespace mib::indicators {
namespace {

class LinearRegressionIntercept {
 public:
  static constexpr size_t kInputs = 1;
  static constexpr size_t kOutputs = 1;

  explicit LinearRegressionIntercept(Params params) : fit_(static_cast<int>(params[0])) {}

  bool Update(const double* in, double* out) {
    if (!fit_.Push(in[0])) return false;
    out[0] = fit_.Get().intercept;
    return true;
  }

 private:
  LinearFit fit_;
};

}  // namespace

Definition Definition_linearreg_intercept() {
  return {
      .name = "linearreg_intercept",
      .long_name = "Linear regression intercept",
      .category = "statistics",
      .inputs = {Input::kClose},
      .parameters = {{"period", "Bars that the line is fitted to.", 14, 2, 4096, true}},
      .outputs = {"linearreg_intercept"},
      .description =
          "Of the straight line nearest (in least squares) to the last `period` closes, where it begins, at the oldest "
          "bar.",
      .warm_up = &PeriodBars,
      .make = &Make<LinearRegressionIntercept>,
      .make_panel = &MakePanel<LinearRegressionIntercept>,
      .batch = &Batch<LinearRegressionIntercept>,
  };
}

}  // namespace mib::indicators
