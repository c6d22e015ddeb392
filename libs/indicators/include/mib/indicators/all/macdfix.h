#pragma once

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/macd_lines.h"
#include "mib/indicators/kit/smoothing.h"

namespace mib::indicators::macdfix {

inline constexpr int kFast = 12;
inline constexpr int kSlow = 26;

class MacdFix : public MacdLines {
 public:
  explicit MacdFix(Params params)
      : MacdLines(PlainSmoothing(kFast, 0.15), PlainSmoothing(kSlow, 0.075), static_cast<int>(params[0]),
                  kSlow - kFast) {}
};

using Updater = MacdFix;

inline Definition Define() {
  return {
      .name = "macdfix",
      .long_name = "MACD with the original constants",
      .category = "momentum",
      .inputs = {Input::kClose},
      .parameters = {{"signal", "Period of the signal line.", 9, 1, kLongestPeriod, true}},
      .outputs = {"macd", "signal", "histogram"},
      .description =
          "macd: the exponential averages with weights 0.15 (about 12 bars) less 0.075 (about 26 bars), begun with the "
          "means of the 12 and 26 closes up to the 26th, as in TA-Lib. signal: the exponential average of macd, begun "
          "with the mean of its first values. histogram: macd less signal. Gerald Appel.",
      .recursive = true,
      .warm_up = [](Params params) { return kSlow + static_cast<int>(params[0]) - 1; },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::macdfix
