#include "adapter.h"
#include "definitions.h"
#include "kit/line_value.h"

namespace mib::indicators {
namespace {

double LineEnd(const LinearFit::Line& line, double size) { return line.At(size - 1); }

using LinearRegression = LineValue<&LineEnd>;

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
