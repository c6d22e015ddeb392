#pragma once

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/line_value.h"

namespace mib::indicators::linearreg_intercept {

inline double LineIntercept(const LinearFit::Line& line, double /*size*/) { return line.intercept; }

using LinearRegressionIntercept = LineValue<&LineIntercept>;

using Updater = LinearRegressionIntercept;

inline Definition Define() {
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
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::linearreg_intercept
