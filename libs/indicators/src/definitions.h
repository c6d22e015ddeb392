#pragma once

#include "mib/indicators/definition.h"

namespace mib::indicators {

// One per indicator, each in the file of its name. A new indicator is a file, a line here and a line in registry.cc.
Definition BollingerDefinition();
Definition EmaDefinition();
Definition MacdDefinition();
Definition RsiDefinition();
Definition SmaDefinition();

inline constexpr double kLongestPeriod = 5000;

/// The usual parameter of a window or smoothing.
inline Parameter Period(double default_value, double minimum = 1) {
  return {"period", "Bars that one value looks at.", default_value, minimum, kLongestPeriod, true};
}

}  // namespace mib::indicators
