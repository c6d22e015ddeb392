#include "adapter.h"
#include "definitions.h"
#include "kit/cycle_updater.h"
#include "kit/hilbert.h"

namespace mib::indicators {
namespace {

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

}  // namespace

Definition Definition_ht_phasor() {
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
      .make = &Make<CycleUpdater<Phasor>>,
      .make_panel = &MakePanel<CycleUpdater<Phasor>>,
      .batch = &Batch<CycleUpdater<Phasor>>,
  };
}

}  // namespace mib::indicators
