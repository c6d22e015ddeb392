#pragma once

#include <cmath>

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/cycle_phase.h"
#include "mib/indicators/kit/cycle_updater.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/finite.h"
#include "mib/indicators/kit/hilbert.h"

namespace mib::indicators::ht_trendmode {

class TrendMode {
 public:
  static constexpr size_t kOutputs = 1;
  static constexpr int kStart = kCycleStart;
  static constexpr int kWarmUp = kCycleWarmUp;

  void PushPrice(double price) { trendline_.PushPrice(price); }
  void Push(const DominantCycle& cycle) {
    const double degrees_before = phase_.degrees();
    phase_.Push(cycle);
    trendline_.Push(cycle);
    trends_ = Trends(cycle, phase_.degrees() - degrees_before);
  }
  void Write(const DominantCycle& cycle, double* out) const {
    out[0] = std::isnan(cycle.smooth_period()) ? kNan : trends_ ? 1 : 0;
  }

 private:
  bool Trends(const DominantCycle& cycle, double turned) {
    const double period = cycle.smooth_period();
    const double sine = phase_.Sine();
    const double lead = phase_.Sine(45);
    const bool crossed = (sine > lead && sine_ <= lead_) || (sine < lead && sine_ >= lead_);
    sine_ = sine;
    lead_ = lead;
    bars_since_crossing_ = crossed ? 1 : bars_since_crossing_ + 1;
    const double away = (cycle.smooth_price() - trendline_.value()) / trendline_.value();
    if (trendline_.value() != 0 && std::abs(away) >= kFarAway) return true;
    const double expected = 360 / period;
    const bool turns = turned > 0.67 * expected && turned < 1.5 * expected;
    return !crossed && bars_since_crossing_ >= 0.5 * period && !turns;
  }

  // From the trendline, as a part of it: too far for a cycle.
  static constexpr double kFarAway = 0.015;

  CyclePhase phase_;
  InstantaneousTrendline trendline_;
  double sine_ = 0;
  double lead_ = 0;
  // Grows by one per bar; exact far beyond any series.
  double bars_since_crossing_ = 0;
  bool trends_ = false;
};

using Updater = CycleUpdater<TrendMode>;

inline Definition Define() {
  return {
      .name = "ht_trendmode",
      .long_name = "Trend or cycle mode",
      .category = "cycle",
      .inputs = {Input::kClose},
      .parameters = {},
      .outputs = {"ht_trendmode"},
      .description =
          "1 in a trend, 0 in a cycle. A cycle is where the sine wave and its lead (see ht_sine) have crossed less "
          "than half a cycle ago, or the phase turns at 0.67 to 1.5 times the rate of the dominant cycle; unless the "
          "smoothed price is 1.5 percent or more off the trendline. J. F. Ehlers, Rocket Science for Traders (2001).",
      .recursive = true,
      .warm_up = [](Params) { return kCycleWarmUp; },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::ht_trendmode
