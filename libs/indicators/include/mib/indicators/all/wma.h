#include "averages/average_indicator.h"
#include "averages/simple.h"

namespace mib::indicators {

Definition Definition_wma() {
  Definition definition = AverageDefinition<WeightedAverage>(
      "wma", "Weighted moving average", 30,
      "The mean of the last `period` closes, each weighted by its place: the newest `period` times, the oldest once. "
      "A value depends on these closes alone and does not drift.");
  definition.make_panel = &MakePanelOfFours<AverageIndicator<WeightedAverageOf<Lanes>, Lanes>>;
  return definition;
}

}  // namespace mib::indicators
