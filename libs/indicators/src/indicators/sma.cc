#include "adapter.h"
#include "definitions.h"
#include "kit/window.h"

namespace mib::indicators {
namespace {

class Sma {
 public:
  static constexpr size_t kInputs = 1;
  static constexpr size_t kOutputs = 1;

  explicit Sma(Params params) : window_(static_cast<int>(params[0])) {}

  bool Update(const double* in, double* out) {
    if (!window_.Push(in[0])) return false;
    out[0] = window_.Mean();
    return true;
  }

 private:
  Window window_;
};

}  // namespace

Definition Definition_sma() {
  return {
      .name = "sma",
      .long_name = "Simple moving average",
      .category = "trend",
      .inputs = {Input::kClose},
      .parameters = {Period(20)},
      .outputs = {"sma"},
      .description = "The mean of the last `period` closes. The sum is kept exactly, so it does not drift.",
      .warm_up = &PeriodBars,
      .make = &Make<Sma>,
      .batch = &Batch<Sma>,
  };
}

}  // namespace mib::indicators
