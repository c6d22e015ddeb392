#include "adapter.h"
#include "definitions.h"
#include "kit/extremes.h"
#include "kit/finite.h"

namespace mib::indicators {
namespace {

class Lowest {
 public:
  static constexpr size_t kInputs = 1;
  static constexpr size_t kOutputs = 1;

  explicit Lowest(Params params) : extreme_(static_cast<int>(params[0])) {}

  bool Update(const double* in, double* out) {
    if (!extreme_.Push(FiniteOrNan(in[0]))) return false;
    out[0] = extreme_.value();
    return true;
  }

 private:
  WindowMin extreme_;
};

}  // namespace

Definition Definition_min() {
  return {
      .name = "min",
      .long_name = "Lowest value",
      .category = "statistics",
      .inputs = {Input::kClose},
      .parameters = {Period(30)},
      .outputs = {"min"},
      .description = "The lowest of the last `period` closes.",
      .warm_up = &PeriodBars,
      .make = &Make<Lowest>,
      .make_panel = &MakePanel<Lowest>,
      .batch = &Batch<Lowest>,
  };
}

}  // namespace mib::indicators
