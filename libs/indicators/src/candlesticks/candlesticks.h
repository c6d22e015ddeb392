#pragma once

#include <vector>

#include "mib/indicators/definition.h"

namespace mib::indicators {

/// The candlestick patterns of TA-Lib, in alphabetical order of their names. Inputs: open, high, low, close. The one
/// output is -200 to 200 on TA-Lib's scale, 0 where the pattern is absent or a bar it looks at is not finite.
std::vector<Definition> CandlestickDefinitions();

}  // namespace mib::indicators
