#pragma once

#include <cmath>
#include <numbers>

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/line_value.h"

namespace mib::indicators::linearreg_angle {

inline double LineAngle(const LinearFit::Line& line, double /*size*/) {
  return std::atan(line.slope) * (180 / std::numbers::pi);
}

using LinearRegressionAngle = LineValue<&LineAngle>;

using Updater = LinearRegressionAngle;

inline Definition Define() {
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
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::linearreg_angle
