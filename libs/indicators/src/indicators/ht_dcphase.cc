#include "adapter.h"
#include "definitions.h"
#include "kit/cycle_phase.h"
#include "kit/hilbert.h"

namespace mib::indicators {
namespace {

class DominantPhase {
 public:
  static constexpr size_t kInputs = 1;
  static constexpr size_t kOutputs = 1;

  explicit DominantPhase(Params) {}

  bool Update(const double* in, double* out) {
    const bool measured = cycle_.Push(in[0]);
    if (bars_ < kCycleWarmUp) ++bars_;
    if (!measured) return false;
    phase_.Push(cycle_);
    if (bars_ < kCycleWarmUp) return false;
    out[0] = phase_.degrees();
    return true;
  }

 private:
  DominantCycle cycle_{kCycleStart};
  CyclePhase phase_;
  int bars_ = 0;
};

}  // namespace

Definition Definition_ht_dcphase() {
  return {
      .name = "ht_dcphase",
      .long_name = "Dominant cycle phase",
      .category = "cycle",
      .inputs = {Input::kClose},
      .parameters = {},
      .outputs = {"ht_dcphase"},
      .description =
          "Where the dominant cycle stands, -45 to 315 degrees: the phase of the sine of its period that the smoothed "
          "prices of one cycle contain. J. F. Ehlers, Rocket Science for Traders (2001).",
      .recursive = true,
      .warm_up = [](Params) { return kCycleWarmUp; },
      .make = &Make<DominantPhase>,
      .make_panel = &MakePanel<DominantPhase>,
      .batch = &Batch<DominantPhase>,
  };
}

}  // namespace mib::indicators
