#include "mib/indicators/kit/co_moments.h"

namespace mib::indicators {

template <>
MIB_FOR_EACH_PROCESSOR void CoMoments::Run(const double* x, const double* y, size_t count, Columns* values) {
  double means[2][kBlock];
  double* totals[CoMomentsFold::kTotal];
  totals[CoMomentsFold::kX] = means[0];
  totals[CoMomentsFold::kY] = means[1];
  totals[CoMomentsFold::kXX] = values->variance_x;
  totals[CoMomentsFold::kYY] = values->variance_y;
  totals[CoMomentsFold::kXY] = values->covariance;
  const double* const in[] = {x, y};
  RunSliding(sliding_, in, count, totals);
}

}  // namespace mib::indicators
