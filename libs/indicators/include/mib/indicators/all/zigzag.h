#pragma once

#include <cmath>
#include <cstdint>
#include <optional>

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/finite.h"
#include "mib/indicators/swings.h"

namespace mib::indicators::zigzag {

class ZigZagLegs {
 public:
  static constexpr size_t kInputs = 3;
  static constexpr size_t kOutputs = 3;

  explicit ZigZagLegs(Params params) : threshold_(params[0] / 100) {}

  bool Update(const double* in, double* out) {
    const int64_t bar = next_bar_++;
    const bool usable = IsUsable({in[2], in[0], in[1], in[2], 0});
    if (usable) {
      const std::optional<Swing> swing = legs_.Update(bar, in[0], in[1], threshold_ * std::abs(in[2]));
      if (swing) last_ = swing;
    }
    const std::optional<Swing> running = legs_.tentative();
    out[0] = usable && last_ ? last_->price : kNan;
    out[1] = !usable ? kNan : !running ? 0 : running->kind == SwingKind::kHigh ? 1 : -1;
    out[2] = usable && running ? running->price : kNan;
    return true;
  }

 private:
  double threshold_;
  ZigZag legs_;
  std::optional<Swing> last_;
  int64_t next_bar_ = 0;
};

using Updater = ZigZagLegs;

inline Definition Define() {
  return {
      .name = "zigzag",
      .long_name = "Zigzag",
      .category = "trend",
      .inputs = {Input::kHigh, Input::kLow, Input::kClose},
      .parameters = {{"deviation", "Percent that a turn has to come back.", 5, 0.01, 100, false}},
      .outputs = {"pivot", "direction", "extreme"},
      .description =
          "pivot: the price of the last confirmed turn, a high or low from which a later bar has come away by "
          "`deviation` percent of the close of the turn's bar (for the first turn, of the later bar); not a number "
          "before the first, and where the series begins is none. direction: 1 on the way up, -1 on the way down, 0 "
          "before that is told. extreme: how far the present leg has come. Values never change afterwards: a turn "
          "shows from the bar that confirms it. A bar whose prices are not finite is passed over, and has no values.",
      .recursive = true,
      .warm_up = [](Params) { return 1; },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::zigzag
