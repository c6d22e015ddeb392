#include "adapter.h"
#include "definitions.h"
#include "kit/extremes.h"
#include "kit/finite.h"

namespace mib::indicators {
namespace {

class Midpoint {
 public:
  static constexpr size_t kInputs = 1;
  static constexpr size_t kOutputs = 1;

  explicit Midpoint(Params params) : max_(static_cast<int>(params[0])), min_(static_cast<int>(params[0])) {}

  bool Update(const double* in, double* out) {
    max_.Push(in[0]);
    if (!min_.Push(in[0])) return false;
    out[0] = FiniteOrNan((max_.value() + min_.value()) / 2);
    return true;
  }

 private:
  WindowMax max_;
  WindowMin min_;
};

}  // namespace

Definition Definition_midpoint() {
  return {
      .name = "midpoint",
      .long_name = "Midpoint over a period",
      .category = "trend",
      .inputs = {Input::kClose},
      .parameters = {Period(14, 2)},
      .outputs = {"midpoint"},
      .description = "The middle between the highest and the lowest of the last `period` closes.",
      .warm_up = &PeriodBars,
      .make = &Make<Midpoint>,
      .make_panel = &MakePanel<Midpoint>,
      .batch = &Batch<Midpoint>,
  };
}

}  // namespace mib::indicators
