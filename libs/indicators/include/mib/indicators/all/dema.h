#pragma once

#include "mib/indicators/averages/average_indicator.h"
#include "mib/indicators/averages/cascade.h"

namespace mib::indicators::dema {

using Updater = AverageIndicator<DoubleExponentialAverage>;

inline Definition Define() {
  Definition definition = AverageDefinition<DoubleExponentialAverage>(
      "dema", "Double exponential moving average", 30,
      "2 EMA - EMA of EMA: what the smoothing takes away is smoothed and added again, which halves the lag. Each "
      "average begins with the mean of its first `period` values, as in TA-Lib. Patrick Mulloy, Smoothing data with "
      "faster moving averages, Stocks & Commodities 12:1 (1994).");
  definition.recursive = true;
  return definition;
}

}  // namespace mib::indicators::dema
