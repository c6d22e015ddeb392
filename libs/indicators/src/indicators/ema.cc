#include "adapter.h"
#include "definitions.h"
#include "kit/smoothing.h"

namespace mib::indicators {
namespace {

class Ema {
 public:
  static constexpr size_t kInputs = 1;
  static constexpr size_t kOutputs = 1;

  explicit Ema(Params params) : smoothing_(Smoothing::Exponential(static_cast<int>(params[0]))) {}

  bool Update(const double* in, double* out) {
    if (!smoothing_.Push(in[0])) return false;
    out[0] = smoothing_.value();
    return true;
  }

 private:
  Smoothing smoothing_;
};

}  // namespace

Definition Definition_ema() {
  return {
      .name = "ema",
      .long_name = "Exponential moving average",
      .category = "trend",
      .inputs = {Input::kClose},
      .parameters = {Period(20)},
      .outputs = {"ema"},
      .description =
          "Each value moves from the one before towards the close by 2 / (period + 1) of their distance. The first "
          "value is "
          "the simple mean of the first `period` closes.",
      .recursive = true,
      .warm_up = &PeriodBars,
      .make = &Make<Ema>,
      .batch = &Batch<Ema>,
  };
}

}  // namespace mib::indicators
