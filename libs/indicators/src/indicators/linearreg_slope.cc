#include "adapter.h"
#include "definitions.h"
#include "kit/linear_fit.h"

namespace mib::indicators {
namespace {

class LinearRegressionSlope {
 public:
  static constexpr size_t kInputs = 1;
  static constexpr size_t kOutputs = 1;

  explicit LinearRegressionSlope(Params params) : fit_(static_cast<int>(params[0])) {}

  bool Update(const double* in, double* out) {
    if (!fit_.Push(in[0])) return false;
    out[0] = fit_.Get().slope;
    return true;
  }

 private:
  LinearFit fit_;
};

}  // namespace

Definition Definition_linearreg_slope() {
  return {
      .name = "linearreg_slope",
      .long_name = "Linear regression slope",
      .category = "statistics",
      .inputs = {Input::kClose},
      .parameters = {{"period", "Bars that the line is fitted to.", 14, 2, 4096, true}},
      .outputs = {"linearreg_slope"},
      .description =
          "Of the straight line nearest (in least squares) to the last `period` closes, how much it rises per bar.",
      .warm_up = &PeriodBars,
      .make = &Make<LinearRegressionSlope>,
      .make_panel = &MakePanel<LinearRegressionSlope>,
      .batch = &Batch<LinearRegressionSlope>,
  };
}

}  // namespace mib::indicators
