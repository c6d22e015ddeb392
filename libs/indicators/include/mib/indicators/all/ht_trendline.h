#include "adapter.h"
#include "definitions.h"
#include "kit/cycle_phase.h"
#include "kit/cycle_updater.h"
#include "kit/hilbert.h"

namespace mib::indicators {
namespace {

class Trendline {
 public:
  static constexpr size_t kOutputs = 1;
  static constexpr int kStart = kCycleStart;
  static constexpr int kWarmUp = kCycleWarmUp;

  void PushPrice(double price) { trendline_.PushPrice(price); }
  void Push(const DominantCycle& cycle) { trendline_.Push(cycle); }
  void Write(const DominantCycle& /*cycle*/, double* out) const { out[0] = trendline_.value(); }

 private:
  InstantaneousTrendline trendline_;
};

}  // namespace

Definition Definition_ht_trendline() {
  return {
      .name = "ht_trendline",
      .long_name = "Instantaneous trendline",
      .category = "cycle",
      .inputs = {Input::kClose},
      .parameters = {},
      .outputs = {"ht_trendline"},
      .description =
          "The mean price over the dominant cycle, which the cycle itself does not move, smoothed over 4 bars. J. F. "
          "Ehlers, Rocket Science for Traders (2001).",
      .recursive = true,
      .warm_up = [](Params) { return kCycleWarmUp; },
      .make = &Make<CycleUpdater<Trendline>>,
      .make_panel = &MakePanel<CycleUpdater<Trendline>>,
      .batch = &Batch<CycleUpdater<Trendline>>,
  };
}

}  // namespace mib::indicators
