#include "kit/co_moments.h"

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
  const double size = sliding_.size();
  for (size_t i = 0; i < count; ++i) {
    values->variance_x[i] /= size;
    values->variance_y[i] /= size;
    values->covariance[i] /= size;
  }
}

}  // namespace mib::indicators
