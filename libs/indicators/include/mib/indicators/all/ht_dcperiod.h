#pragma once

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/cycle_updater.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/hilbert.h"

namespace mib::indicators::ht_dcperiod {

struct CyclePeriod {
  static constexpr size_t kOutputs = 1;
  // TA-Lib measures from here, and gives values from the warm-up on.
  static constexpr int kStart = 12;
  static constexpr int kWarmUp = 33;

  void Push(const DominantCycle& /*cycle*/) {}
  void Write(const DominantCycle& cycle, double* out) const { out[0] = cycle.smooth_period(); }
};

using Updater = CycleUpdater<CyclePeriod>;

inline Definition Define() {
  return {
      .name = "ht_dcperiod",
      .long_name = "Dominant cycle period",
      .category = "cycle",
      .inputs = {Input::kClose},
      .parameters = {},
      .outputs = {"ht_dcperiod"},
      .description =
          "Bars in the dominant cycle, 6 to 50, by the turning of the phase that a Hilbert transform finds (the "
          "homodyne discriminator). J. F. Ehlers, Rocket Science for Traders (2001).",
      .recursive = true,
      .warm_up = [](Params) { return CyclePeriod::kWarmUp; },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::ht_dcperiod
