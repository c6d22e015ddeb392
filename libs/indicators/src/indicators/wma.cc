#include "averages/average_indicator.h"
#include "averages/simple.h"

namespace mib::indicators {

Definition Definition_wma() {
  return AverageDefinition<WeightedAverage>(
      "wma", "Weighted moving average", 30,
      "The mean of the last `period` closes, each weighted by its place: the newest `period` times, the oldest once. "
      "Kept exactly, so it does not drift.");
}

}  // namespace mib::indicators
