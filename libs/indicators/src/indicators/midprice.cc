#include "adapter.h"
#include "definitions.h"
#include "kit/extremes.h"
#include "kit/finite.h"

namespace mib::indicators {
namespace {

class Midprice {
 public:
  static constexpr size_t kInputs = 2;
  static constexpr size_t kOutputs = 1;

  explicit Midprice(Params params) : max_(static_cast<int>(params[0])), min_(static_cast<int>(params[0])) {}

  bool Update(const double* in, double* out) {
    max_.Push(in[0]);
    if (!min_.Push(in[1])) return false;
    out[0] = FiniteOrNan((max_.value() + min_.value()) / 2);
    return true;
  }

 private:
  WindowMax max_;
  WindowMin min_;
};

}  // namespace

Definition Definition_midprice() {
  return {
      .name = "midprice",
      .long_name = "Midpoint price over a period",
      .category = "trend",
      .inputs = {Input::kHigh, Input::kLow},
      .parameters = {Period(14, 2)},
      .outputs = {"midprice"},
      .description = "The middle between the highest high and the lowest low of the last `period` bars.",
      .warm_up = &PeriodBars,
      .make = &Make<Midprice>,
      .make_panel = &MakePanel<Midprice>,
      .batch = &Batch<Midprice>,
  };
}

}  // namespace mib::indicators
