#include "adapter.h"
#include "definitions.h"
#include "kit/cycle_phase.h"
#include "kit/cycle_updater.h"
#include "kit/hilbert.h"

namespace mib::indicators {
namespace {

class CycleSine {
 public:
  static constexpr size_t kOutputs = 2;
  static constexpr int kStart = kCycleStart;
  static constexpr int kWarmUp = kCycleWarmUp;

  void Push(const DominantCycle& cycle) { phase_.Push(cycle); }
  void Write(const DominantCycle& /*cycle*/, double* out) const {
    out[0] = phase_.Sine();
    out[1] = phase_.Sine(45);
  }

 private:
  CyclePhase phase_;
};

}  // namespace

Definition Definition_ht_sine() {
  return {
      .name = "ht_sine",
      .long_name = "Sine wave",
      .category = "cycle",
      .inputs = {Input::kClose},
      .parameters = {},
      .outputs = {"sine", "leadsine"},
      .description =
          "The sine of the phase of the dominant cycle, and the same 45 degrees ahead; they cross before the turns of "
          "a cycle. J. F. Ehlers, Rocket Science for Traders (2001).",
      .recursive = true,
      .warm_up = [](Params) { return kCycleWarmUp; },
      .make = &Make<CycleUpdater<CycleSine>>,
      .make_panel = &MakePanel<CycleUpdater<CycleSine>>,
      .batch = &Batch<CycleUpdater<CycleSine>>,
  };
}

}  // namespace mib::indicators
