#include "adapter.h"
#include "definitions.h"
#include "kit/extremes.h"
#include "kit/finite.h"

namespace mib::indicators {
namespace {

class Highest {
 public:
  static constexpr size_t kInputs = 1;
  static constexpr size_t kOutputs = 1;

  explicit Highest(Params params) : extreme_(static_cast<int>(params[0])) {}

  bool Update(const double* in, double* out) {
    if (!extreme_.Push(FiniteOrNan(in[0]))) return false;
    out[0] = extreme_.value();
    return true;
  }

 private:
  WindowMax extreme_;
};

}  // namespace

Definition Definition_max() {
  return {
      .name = "max",
      .long_name = "Highest value",
      .category = "statistics",
      .inputs = {Input::kClose},
      .parameters = {Period(30)},
      .outputs = {"max"},
      .description = "The highest of the last `period` closes.",
      .warm_up = &PeriodBars,
      .make = &Make<Highest>,
      .make_panel = &MakePanel<Highest>,
      .batch = &Batch<Highest>,
  };
}

}  // namespace mib::indicators
