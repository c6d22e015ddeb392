#include "adapter.h"
#include "definitions.h"
#include "kit/line_value.h"

namespace mib::indicators {
namespace {

double LineAtNext(const LinearFit::Line& line, double size) { return line.At(size); }

using TimeSeriesForecast = LineValue<&LineAtNext>;

}  // namespace

Definition Definition_tsf() {
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
      .make = &Make<TimeSeriesForecast>,
      .make_panel = &MakePanel<TimeSeriesForecast>,
      .batch = &Batch<TimeSeriesForecast>,
  };
}

}  // namespace mib::indicators
