#include "adapter.h"
#include "definitions.h"
#include "kit/linear_fit.h"

namespace mib::indicators {
namespace {

class LinearRegression {
 public:
  static constexpr size_t kInputs = 1;
  static constexpr size_t kOutputs = 1;

  explicit LinearRegression(Params params) : fit_(static_cast<int>(params[0])) {}

  bool Update(const double* in, double* out) {
    if (!fit_.Push(in[0])) return false;
    out[0] = fit_.Get().At(fit_.size() - 1);
    return true;
  }

 private:
  LinearFit fit_;
};

}  // namespace

Definition Definition_linearreg() {
  return {
      .name = "linearreg",
      .long_name = "Linear regression",
      .category = "statistics",
      .inputs = {Input::kClose},
      .parameters = {{"period", "Bars that the line is fitted to.", 14, 2, 4096, true}},
      .outputs = {"linearreg"},
      .description =
          "Of the straight line nearest (in least squares) to the last `period` closes, where it ends, at the newest "
          "bar.",
      .warm_up = &PeriodBars,
      .make = &Make<LinearRegression>,
      .make_panel = &MakePanel<LinearRegression>,
      .batch = &Batch<LinearRegression>,
  };
}

}  // namespace mib::indicators
