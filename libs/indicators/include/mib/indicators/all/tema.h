#pragma once

#include "mib/indicators/averages/average_indicator.h"
#include "mib/indicators/averages/cascade.h"

namespace mib::indicators::tema {

using Updater = AverageIndicator<TripleExponentialAverage>;

inline Definition Define() {
  Definition definition = AverageDefinition<TripleExponentialAverage>(
      "tema", "Triple exponential moving average", 30,
      "3 EMA - 3 EMA of EMA + EMA of EMA of EMA. Each average begins with the mean of its first `period` values, as in "
      "TA-Lib. Patrick Mulloy, Smoothing data with less lag, Stocks & Commodities 12:2 (1994).");
  definition.recursive = true;
  return definition;
}

}  // namespace mib::indicators::tema
