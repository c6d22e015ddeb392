#pragma once

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/cycle_updater.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/hilbert.h"

namespace mib::indicators::ht_phasor {

struct Phasor {
  static constexpr size_t kOutputs = 2;
  // TA-Lib measures from here, and gives values from the warm-up on.
  static constexpr int kStart = 12;
  static constexpr int kWarmUp = 33;

  void Push(const DominantCycle& /*cycle*/) {}
  void Write(const DominantCycle& cycle, double* out) const {
    out[0] = cycle.in_phase();
    out[1] = cycle.quadrature();
  }
};

using Updater = CycleUpdater<Phasor>;

inline Definition Define() {
  return {
      .name = "ht_phasor",
      .long_name = "Dominant cycle phasor",
      .category = "cycle",
      .inputs = {Input::kClose},
      .parameters = {},
      .outputs = {"inphase", "quadrature"},
      .description =
          "The component of the smoothed and detrended price in phase with the dominant cycle, and that a quarter of a "
          "cycle ahead, by a Hilbert transform. J. F. Ehlers, Rocket Science for Traders (2001).",
      .recursive = true,
      .warm_up = [](Params) { return Phasor::kWarmUp; },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::ht_phasor
