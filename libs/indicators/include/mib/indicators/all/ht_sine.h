#pragma once

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/cycle_phase.h"
#include "mib/indicators/kit/cycle_updater.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/hilbert.h"

namespace mib::indicators::ht_sine {

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

using Updater = CycleUpdater<CycleSine>;

inline Definition Define() {
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
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::ht_sine
