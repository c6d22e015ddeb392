#include "adapter.h"
#include "definitions.h"
#include "kit/linear_fit.h"

namespace mib::indicators {
namespace {

class TimeSeriesForecast {
 public:
  static constexpr size_t kInputs = 1;
  static constexpr size_t kOutputs = 1;

  explicit TimeSeriesForecast(Params params) : fit_(static_cast<int>(params[0])) {}

  bool Update(const double* in, double* out) {
    if (!fit_.Push(in[0])) return false;
    out[0] = fit_.Get().At(fit_.size());
    return true;
  }

 private:
  LinearFit fit_;
};

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
