#pragma once

#include "mib/indicators/averages/average_indicator.h"
#include "mib/indicators/averages/simple.h"

namespace mib::indicators::wma {

using Updater = AverageIndicator<WeightedAverage>;

inline Definition Define() {
  Definition definition = AverageDefinition<WeightedAverage>(
      "wma", "Weighted moving average", 30,
      "The mean of the last `period` closes, each weighted by its place: the newest `period` times, the oldest once. "
      "A value depends on these closes alone and does not drift.");
  definition.make_panel = &MakePanelOfFours<AverageIndicator<WeightedAverageOf<Lanes>, Lanes>>;
  return definition;
}

}  // namespace mib::indicators::wma
