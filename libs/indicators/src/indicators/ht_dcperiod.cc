#include "adapter.h"
#include "definitions.h"
#include "kit/hilbert.h"

namespace mib::indicators {
namespace {

class CyclePeriod {
 public:
  static constexpr size_t kInputs = 1;
  static constexpr size_t kOutputs = 1;

  explicit CyclePeriod(Params) {}

  bool Update(const double* in, double* out) {
    const bool measured = cycle_.Push(in[0]);
    if (bars_ < kWarmUp) ++bars_;
    if (!measured || bars_ < kWarmUp) return false;
    out[0] = cycle_.smooth_period();
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

Definition Definition_ht_dcperiod() {
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
      .make = &Make<CyclePeriod>,
      .make_panel = &MakePanel<CyclePeriod>,
      .batch = &Batch<CyclePeriod>,
  };
}

}  // namespace mib::indicators
