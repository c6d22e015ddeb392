#include "adapter.h"
#include "definitions.h"
#include "kit/window.h"

namespace mib::indicators {
namespace {

class Total {
 public:
  static constexpr size_t kInputs = 1;
  static constexpr size_t kOutputs = 1;

  explicit Total(Params params) : window_(static_cast<int>(params[0])) {}

  bool Update(const double* in, double* out) {
    if (!window_.Push(in[0])) return false;
    out[0] = window_.value();
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) { window_.Run(in[0], count, out[0]); }

 private:
  SlidingSum window_;
};

}  // namespace

Definition Definition_sum() {
  return {
      .name = "sum",
      .long_name = "Sum",
      .category = "statistics",
      .inputs = {Input::kClose},
      .parameters = {Period(30)},
      .outputs = {"sum"},
      .description = "The sum of the last `period` closes, rounded once.",
      .warm_up = &PeriodBars,
      .make = &Make<Total>,
      .make_panel = &MakePanel<Total>,
      .batch = &Batch<Total>,
  };
}

}  // namespace mib::indicators
