#include "mib/indicators/kit/moments.h"

namespace mib::indicators {

template <>
MIB_FOR_EACH_PROCESSOR void Moments::Run(const double* x, size_t count, double* means, double* variances) {
  double* totals[MomentsFold::kTotal];
  totals[MomentsFold::kMean] = means;
  totals[MomentsFold::kMore] = variances;
  RunSliding(sliding_, &x, count, totals);
}

}  // namespace mib::indicators
