#include "adapter.h"
#include "definitions.h"
#include "kit/cycle_phase.h"
#include "kit/hilbert.h"

namespace mib::indicators {
namespace {

class CycleSine {
 public:
  static constexpr size_t kInputs = 1;
  static constexpr size_t kOutputs = 2;

  explicit CycleSine(Params) {}

  bool Update(const double* in, double* out) {
    const bool measured = cycle_.Push(in[0]);
    if (bars_ < kCycleWarmUp) ++bars_;
    if (!measured) return false;
    phase_.Push(cycle_);
    if (bars_ < kCycleWarmUp) return false;
    out[0] = phase_.Sine();
    out[1] = phase_.Sine(45);
    return true;
  }

 private:
  DominantCycle cycle_{kCycleStart};
  CyclePhase phase_;
  int bars_ = 0;
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
      .make = &Make<CycleSine>,
      .make_panel = &MakePanel<CycleSine>,
      .batch = &Batch<CycleSine>,
  };
}

}  // namespace mib::indicators
