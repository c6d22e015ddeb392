#pragma once

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/cycle_phase.h"
#include "mib/indicators/kit/cycle_updater.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/hilbert.h"

namespace mib::indicators::ht_dcphase {

class DominantPhase {
 public:
  static constexpr size_t kOutputs = 1;
  static constexpr int kStart = kCycleStart;
  static constexpr int kWarmUp = kCycleWarmUp;

  void Push(const DominantCycle& cycle) { phase_.Push(cycle); }
  void Write(const DominantCycle& /*cycle*/, double* out) const { out[0] = phase_.degrees(); }

 private:
  CyclePhase phase_;
};

using Updater = CycleUpdater<DominantPhase>;

inline Definition Define() {
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
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::ht_dcphase
