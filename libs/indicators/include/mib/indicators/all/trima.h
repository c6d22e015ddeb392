#pragma once

#include "mib/indicators/averages/average_indicator.h"
#include "mib/indicators/averages/simple.h"

namespace mib::indicators::trima {

using Updater = AverageIndicator<TriangularAverage>;

inline Definition Define() {
  return AverageDefinition<TriangularAverage>(
      "trima", "Triangular moving average", 30,
      "The simple average over (period + 1) / 2 values, rounded down, of the simple average over period / 2 + 1 "
      "closes, rounded down: weights rise to the middle of the window and fall again.");
}

}  // namespace mib::indicators::trima
