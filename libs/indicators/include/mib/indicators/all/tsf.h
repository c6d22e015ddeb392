#pragma once

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/line_value.h"

namespace mib::indicators::tsf {

inline double LineAtNext(const LinearFit::Line& line, double size) { return line.At(size); }

using TimeSeriesForecast = LineValue<&LineAtNext>;

using Updater = TimeSeriesForecast;

inline Definition Define() {
  return {
      .name = "tsf",
      .long_name = "Time series forecast",
      .category = "statistics",
      .inputs = {Input::kClose},
      .parameters = {{"period", "Bars that the line is fitted to.", 14, 2, 4096, true}},
      .outputs = {"tsf"},
      .description =
          "Of the straight line nearest (in least squares) to the last `period` closes, where it would be at the next "
          "bar.",
      .warm_up = &PeriodBars,
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::tsf
