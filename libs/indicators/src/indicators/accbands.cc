#include "adapter.h"
#include "definitions.h"
#include "kit/finite.h"
#include "kit/window.h"

namespace mib::indicators {
namespace {

class AccelerationBands {
 public:
  static constexpr size_t kInputs = 3;
  static constexpr size_t kOutputs = 3;

  explicit AccelerationBands(Params params)
      : upper_(static_cast<int>(params[0])),
        middle_(static_cast<int>(params[0])),
        lower_(static_cast<int>(params[0])) {}

  bool Update(const double* in, double* out) {
    const double sum = in[0] + in[1];
    const double range = in[0] - in[1];
    const double stretch = sum == 0 ? 0 * range : 4 * range / sum;
    upper_.Push(in[0] * (1 + stretch));
    middle_.Push(in[2]);
    if (!lower_.Push(in[1] * (1 - stretch))) return false;
    out[0] = upper_.value();
    out[1] = middle_.value();
    out[2] = lower_.value();
    return true;
  }

 private:
  SlidingMean upper_;
  SlidingMean middle_;
  SlidingMean lower_;
};

}  // namespace

Definition Definition_accbands() {
  return {
      .name = "accbands",
      .long_name = "Acceleration bands",
      .category = "volatility",
      .inputs = {Input::kHigh, Input::kLow, Input::kClose},
      .parameters = {Period(20, 2)},
      .outputs = {"upper", "middle", "lower"},
      .description =
          "middle: the mean of the last `period` closes. upper, lower: the means of high * (1 + 4 * r) and low * (1 - "
          "4 * r), where r is (high - low) / (high + low), or 0 where that would divide by 0. Price Headley, Big "
          "Trends in Trading (2002).",
      .warm_up = &PeriodBars,
      .make = &Make<AccelerationBands>,
      .make_panel = &MakePanel<AccelerationBands>,
      .batch = &Batch<AccelerationBands>,
  };
}

}  // namespace mib::indicators
