#pragma once

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/macd_lines.h"
#include "mib/indicators/kit/smoothing.h"

namespace mib::indicators::macd {

enum { kFast, kSlow, kSignal };

class Macd : public MacdLines {
 public:
  explicit Macd(Params params)
      : MacdLines(PlainSmoothing::Exponential(static_cast<int>(params[kFast])),
                  PlainSmoothing::Exponential(static_cast<int>(params[kSlow])), static_cast<int>(params[kSignal])) {}
};

inline void CheckOrder(Params params, std::vector<std::pair<std::string, std::string>>* faults) {
  if (params[kFast] >= params[kSlow]) faults->emplace_back("fast", "must be less than slow");
}

using Updater = Macd;

inline Definition Define() {
  return {
      .name = "macd",
      .long_name = "Moving average convergence/divergence",
      .category = "momentum",
      .inputs = {Input::kClose},
      .parameters = {{"fast", "Period of the fast average; less than slow.", 12, 1, kLongestPeriod, true},
                     {"slow", "Period of the slow average.", 26, 2, kLongestPeriod, true},
                     {"signal", "Period of the signal line.", 9, 1, kLongestPeriod, true}},
      .outputs = {"macd", "signal", "histogram"},
      .description =
          "macd: the fast less the slow exponential average, each begun with the simple mean of its own first closes. "
          "signal: the "
          "exponential average of macd, begun with the mean of its first values. histogram: macd less signal. Gerald "
          "Appel. "
          "(TA-Lib begins the fast average later, where the slow one begins; the two agree once settled.)",
      .recursive = true,
      .warm_up = [](Params params) { return static_cast<int>(params[kSlow] + params[kSignal]) - 1; },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
      .relations = &CheckOrder,
  };
}

}  // namespace mib::indicators::macd
