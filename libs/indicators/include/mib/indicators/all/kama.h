#pragma once

#include "mib/indicators/averages/average_indicator.h"
#include "mib/indicators/averages/kaufman.h"

namespace mib::indicators::kama {

using Updater = AverageIndicator<KaufmanAverage>;

inline Definition Define() {
  Definition definition = AverageDefinition<KaufmanAverage>(
      "kama", "Kaufman adaptive moving average", 30,
      "Exponential, with a period from 30 bars (a market that goes nowhere) to 2 (one that goes straight) by the "
      "efficiency ratio: the change over `period` bars over the sum of the changes of each. alpha = (2/31 + ratio (2/3 "
      "- 2/31)) squared. Begins at the close before its first value; the ratio is 1 where nothing has moved (both as "
      "in TA-Lib). Perry Kaufman, Trading Systems and Methods.");
  definition.recursive = true;
  return definition;
}

}  // namespace mib::indicators::kama
