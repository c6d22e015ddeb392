#include "averages/average_indicator.h"
#include "averages/simple.h"

namespace mib::indicators {

Definition Definition_trima() {
  return AverageDefinition<TriangularAverage>(
      "trima", "Triangular moving average", 30,
      "The simple average over (period + 1) / 2 values, rounded down, of the simple average over period / 2 + 1 "
      "closes, rounded down: weights rise to the middle of the window and fall again.");
}

}  // namespace mib::indicators
