#include "adapter.h"
#include "definitions.h"
#include "kit/change.h"
#include "kit/finite.h"

namespace mib::indicators {
namespace {

double Rocr(double now, double then) { return FiniteOrNan(RatioOrZero(now, then)); }

}  // namespace

Definition Definition_rocr() {
  return {
      .name = "rocr",
      .long_name = "Rate of change as a ratio",
      .category = "momentum",
      .inputs = {Input::kClose},
      .parameters = {Period(10)},
      .outputs = {"rocr"},
      .description = "The close over the close `period` bars before. 0 where the earlier close is 0, as in TA-Lib.",
      .warm_up = [](Params params) { return static_cast<int>(params[0]) + 1; },
      .make = &Make<Change<&Rocr>>,
      .make_panel = &MakePanel<Change<&Rocr>>,
      .batch = &Batch<Change<&Rocr>>,
  };
}

}  // namespace mib::indicators
