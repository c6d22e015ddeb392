#pragma once

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/cycle_phase.h"
#include "mib/indicators/kit/cycle_updater.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/hilbert.h"

namespace mib::indicators::ht_trendline {

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

using Updater = CycleUpdater<Trendline>;

inline Definition Define() {
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
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::ht_trendline
