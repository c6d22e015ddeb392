#include "adapter.h"
#include "definitions.h"
#include "kit/change.h"
#include "kit/finite.h"

namespace mib::indicators {
namespace {

double Roc(double now, double then) { return FiniteOrNan(100 * RatioOrZero(now - then, then)); }

}  // namespace

Definition Definition_roc() {
  return {
      .name = "roc",
      .long_name = "Rate of change",
      .category = "momentum",
      .inputs = {Input::kClose},
      .parameters = {Period(10)},
      .outputs = {"roc"},
      .description =
          "How many percent the close is above the close `period` bars before. 0 where the earlier close is 0, as in "
          "TA-Lib.",
      .warm_up = [](Params params) { return static_cast<int>(params[0]) + 1; },
      .make = &Make<Change<&Roc>>,
      .make_panel = &MakePanel<Change<&Roc>>,
      .batch = &Batch<Change<&Roc>>,
  };
}

}  // namespace mib::indicators
