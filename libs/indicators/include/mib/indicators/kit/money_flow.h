#pragma once

#include "mib/indicators/kit/finite.h"

namespace mib::indicators {

/// Where the close stands in the bar's range, from -1 (the low) to 1 (the high), times the volume; 0 for a bar without
/// range. NaN where a value is not finite. Marc Chaikin.
inline double MoneyFlowVolume(double high, double low, double close, double volume) {
  const double range = high - low;
  const double flow = ((close - low) - (high - close)) / range * volume;
  const double none = 0 * (close + volume);
  return FiniteOrNan(range <= 0 ? none : flow);
}

}  // namespace mib::indicators
