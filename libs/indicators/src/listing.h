#pragma once

#include <vector>

#include "mib/indicators/definition.h"

namespace mib::indicators {

/// One Definition for each file in mib/indicators/all. Made by the build.
std::vector<Definition> IndicatorDefinitions();

}  // namespace mib::indicators
