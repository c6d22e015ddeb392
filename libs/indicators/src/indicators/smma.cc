#include "adapter.h"
#include "definitions.h"
#include "kit/smoothing.h"

namespace mib::indicators {
namespace {

class Smma {
 public:
  static constexpr size_t kInputs = 1;
  static constexpr size_t kOutputs = 1;

  explicit Smma(Params params) : smoothing_(Smoothing::Wilder(static_cast<int>(params[0]))) {}

  bool Update(const double* in, double* out) {
    if (!smoothing_.Push(in[0])) return false;
    out[0] = smoothing_.value();
    return true;
  }

 private:
  Smoothing smoothing_;
};

}  // namespace

Definition Definition_smma() {
  return {
      .name = "smma",
      .long_name = "Smoothed moving average",
      .category = "trend",
      .inputs = {Input::kClose},
      .parameters = {Period(20)},
      .outputs = {"smma"},
      .description =
          "Wilder's average: each value moves from the one before towards the close by 1 / period of their distance. "
          "The first is the simple mean of the first `period` closes. J. W. Wilder, New Concepts in Technical Trading "
          "Systems (1978).",
      .recursive = true,
      .warm_up = &PeriodBars,
      .make = &Make<Smma>,
      .batch = &Batch<Smma>,
  };
}

}  // namespace mib::indicators
