#pragma once

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/line_value.h"

namespace mib::indicators::linearreg {

inline double LineEnd(const LinearFit::Line& line, double size) { return line.At(size - 1); }

using LinearRegression = LineValue<&LineEnd>;

using Updater = LinearRegression;

inline Definition Define() {
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
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::linearreg
