#include "adapter.h"
#include "definitions.h"
#include "kit/line_value.h"

namespace mib::indicators {
namespace {

double LineSlope(const LinearFit::Line& line, double /*size*/) { return line.slope; }

using LinearRegressionSlope = LineValue<&LineSlope>;

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
