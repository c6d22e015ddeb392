#include "adapter.h"
#include "definitions.h"
#include "kit/line_value.h"

namespace mib::indicators {
namespace {

double LineIntercept(const LinearFit::Line& line, double /*size*/) { return line.intercept; }

using LinearRegressionIntercept = LineValue<&LineIntercept>;

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
