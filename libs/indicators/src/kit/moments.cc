#include "kit/moments.h"

#include <algorithm>

namespace mib::indicators {

MIB_FOR_EACH_PROCESSOR void Moments::Run(const double* x, size_t count, double* means, double* variances) {
  double totals[MomentsFold::kTotal][kBlock];
  RunSliding(sliding_, &x, count, totals);
  const double size = sliding_.size();
  std::copy_n(totals[MomentsFold::kMean], count, means);
  for (size_t i = 0; i < count; ++i) variances[i] = totals[MomentsFold::kSquares][i] / size;
}

}  // namespace mib::indicators
