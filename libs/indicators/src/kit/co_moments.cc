#include "kit/co_moments.h"

namespace mib::indicators {

MIB_FOR_EACH_PROCESSOR void CoMoments::Run(const double* x, const double* y, size_t count, Columns* values) {
  double totals[CoMomentsFold::kTotal][kBlock];
  const double* const in[] = {x, y};
  RunSliding(sliding_, in, count, totals);
  const double size = sliding_.size();
  for (size_t i = 0; i < count; ++i) {
    values->variance_x[i] = totals[CoMomentsFold::kXX][i] / size;
    values->variance_y[i] = totals[CoMomentsFold::kYY][i] / size;
    values->covariance[i] = totals[CoMomentsFold::kXY][i] / size;
  }
}

}  // namespace mib::indicators
