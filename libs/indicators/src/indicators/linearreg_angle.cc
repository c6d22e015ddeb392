#include <cmath>
#include <numbers>

#include "adapter.h"
#include "definitions.h"
#include "kit/linear_fit.h"

namespace mib::indicators {
namespace {

class LinearRegressionAngle {
 public:
  static constexpr size_t kInputs = 1;
  static constexpr size_t kOutputs = 1;

  explicit LinearRegressionAngle(Params params) : fit_(static_cast<int>(params[0])) {}

  bool Update(const double* in, double* out) {
    if (!fit_.Push(in[0])) return false;
    out[0] = std::atan(fit_.Get().slope) * (180 / std::numbers::pi);
    return true;
  }

 private:
  LinearFit fit_;
};

}  // namespace

Definition Definition_linearreg_angle() {
  return {
      .name = "linearreg_angle",
      .long_name = "Linear regression angle",
      .category = "statistics",
      .inputs = {Input::kClose},
      .parameters = {{"period", "Bars that the line is fitted to.", 14, 2, 4096, true}},
      .outputs = {"linearreg_angle"},
      .description =
          "Of the straight line nearest (in least squares) to the last `period` closes, the angle, in degrees, whose "
          "tangent is its rise per bar.",
      .warm_up = &PeriodBars,
      .make = &Make<LinearRegressionAngle>,
      .make_panel = &MakePanel<LinearRegressionAngle>,
      .batch = &Batch<LinearRegressionAngle>,
  };
}

}  // namespace mib::indicators
