#include "mib/indicators/kit/roots.h"

#include <cmath>

#include "mib/indicators/kit/lanes.h"

namespace mib::indicators {

MIB_FOR_EACH_PROCESSOR void RunRoots(const double* x, size_t count, double scale, double* roots) {
  for (size_t i = 0; i < count; ++i) roots[i] = scale * std::sqrt(x[i]);
}

}  // namespace mib::indicators
