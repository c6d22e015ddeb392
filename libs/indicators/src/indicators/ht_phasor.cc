#include "adapter.h"
#include "definitions.h"
#include "kit/hilbert.h"

namespace mib::indicators {
namespace {

class Phasor {
 public:
  static constexpr size_t kInputs = 1;
  static constexpr size_t kOutputs = 2;

  explicit Phasor(Params) {}

  bool Update(const double* in, double* out) {
    const bool measured = cycle_.Push(in[0]);
    if (bars_ < kWarmUp) ++bars_;
    if (!measured || bars_ < kWarmUp) return false;
    out[0] = cycle_.in_phase();
    out[1] = cycle_.quadrature();
    return true;
  }

  static constexpr int kWarmUp = 33;

 private:
  // TA-Lib measures from here, and gives values from the warm-up on.
  static constexpr int kStart = 12;

  DominantCycle cycle_{kStart};
  int bars_ = 0;
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
      .make = &Make<Phasor>,
      .make_panel = &MakePanel<Phasor>,
      .batch = &Batch<Phasor>,
  };
}

}  // namespace mib::indicators
