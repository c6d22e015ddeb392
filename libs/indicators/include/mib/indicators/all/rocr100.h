#include "adapter.h"
#include "definitions.h"
#include "kit/change.h"
#include "kit/finite.h"

namespace mib::indicators {
namespace {

double Rocr100(double now, double then) { return FiniteOrNan(100 * RatioOrZero(now, then)); }

}  // namespace

Definition Definition_rocr100() {
  return {
      .name = "rocr100",
      .long_name = "Rate of change as a ratio of 100",
      .category = "momentum",
      .inputs = {Input::kClose},
      .parameters = {Period(10)},
      .outputs = {"rocr100"},
      .description =
          "The close as a percentage of the close `period` bars before. 0 where the earlier close is 0, as in TA-Lib.",
      .warm_up = [](Params params) { return static_cast<int>(params[0]) + 1; },
      .make = &Make<Change<&Rocr100>>,
      .make_panel = &MakePanel<Change<&Rocr100>>,
      .batch = &Batch<Change<&Rocr100>>,
  };
}

}  // namespace mib::indicators
