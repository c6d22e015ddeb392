#include "adapter.h"
#include "definitions.h"
#include "kit/change.h"
#include "kit/finite.h"

namespace mib::indicators {
namespace {

double Rocp(double now, double then) { return FiniteOrNan(RatioOrZero(now - then, then)); }

}  // namespace

Definition Definition_rocp() {
  return {
      .name = "rocp",
      .long_name = "Rate of change as a fraction",
      .category = "momentum",
      .inputs = {Input::kClose},
      .parameters = {Period(10)},
      .outputs = {"rocp"},
      .description =
          "The change since `period` bars before, over the close then. 0 where the earlier close is 0, as in TA-Lib.",
      .warm_up = [](Params params) { return static_cast<int>(params[0]) + 1; },
      .make = &Make<Change<&Rocp>>,
      .make_panel = &MakePanel<Change<&Rocp>>,
      .batch = &Batch<Change<&Rocp>>,
  };
}

}  // namespace mib::indicators
