#include "adapter.h"
#include "definitions.h"
#include "kit/cycle_phase.h"
#include "kit/hilbert.h"

namespace mib::indicators {
namespace {

class Trendline {
 public:
  static constexpr size_t kInputs = 1;
  static constexpr size_t kOutputs = 1;

  explicit Trendline(Params) {}

  bool Update(const double* in, double* out) {
    trendline_.PushPrice(in[0]);
    const bool measured = cycle_.Push(in[0]);
    if (bars_ < kCycleWarmUp) ++bars_;
    if (!measured) return false;
    trendline_.Push(cycle_);
    if (bars_ < kCycleWarmUp) return false;
    out[0] = trendline_.value();
    return true;
  }

 private:
  DominantCycle cycle_{kCycleStart};
  InstantaneousTrendline trendline_;
  int bars_ = 0;
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
      .make = &Make<Trendline>,
      .make_panel = &MakePanel<Trendline>,
      .batch = &Batch<Trendline>,
  };
}

}  // namespace mib::indicators
