#pragma once

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/line_value.h"

namespace mib::indicators::linearreg_slope {

inline double LineSlope(const LinearFit::Line& line, double /*size*/) { return line.slope; }

using LinearRegressionSlope = LineValue<&LineSlope>;

using Updater = LinearRegressionSlope;

inline Definition Define() {
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
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::linearreg_slope
