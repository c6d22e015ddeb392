#include "adapter.h"
#include "definitions.h"
#include "kit/change.h"
#include "kit/finite.h"

namespace mib::indicators {
namespace {

double Mom(double now, double then) { return FiniteOrNan(now - then); }

}  // namespace

Definition Definition_mom() {
  return {
      .name = "mom",
      .long_name = "Momentum",
      .category = "momentum",
      .inputs = {Input::kClose},
      .parameters = {Period(10)},
      .outputs = {"mom"},
      .description = "The close less the close `period` bars before.",
      .warm_up = [](Params params) { return static_cast<int>(params[0]) + 1; },
      .make = &Make<Change<&Mom>>,
      .make_panel = &MakePanel<Change<&Mom>>,
      .batch = &Batch<Change<&Mom>>,
  };
}

}  // namespace mib::indicators
