#pragma once

#include "mib/indicators/definition.h"

namespace mib::indicators {

// What the definitions in mib/indicators/all share.

inline constexpr double kLongestPeriod = 5000;

/// The usual parameter of a window or smoothing.
inline Parameter Period(double default_value, double minimum = 1) {
  return {"period", "Bars that one value looks at.", default_value, minimum, kLongestPeriod, true};
}

/// The warm-up of an indicator whose first parameter is its period, and whose first value needs that many bars.
inline int PeriodBars(Params params) { return static_cast<int>(params[0]); }

}  // namespace mib::indicators
