#include "mib/indicators/kit/true_range.h"

namespace mib::indicators {

MIB_FOR_EACH_PROCESSOR void TrueRange::Run(const double* high, const double* low, const double* close, size_t count,
                                           double* ranges) {
  for (size_t i = 0; i < count; ++i) ranges[i] = Of(high[i], low[i], (close - 1)[i]);
}

}  // namespace mib::indicators
