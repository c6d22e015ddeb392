#include "kit/linear_fit.h"

#include <algorithm>

namespace mib::indicators {

MIB_FOR_EACH_PROCESSOR void LinearFit::Run(const double* y, size_t count, double* slopes, double* means) {
  double totals[LineFold::kTotal][kBlock];
  RunSliding(sliding_, &y, count, totals);
  const double n = sliding_.size();
  std::copy_n(totals[LineFold::kMean], count, means);
  for (size_t i = 0; i < count; ++i) slopes[i] = totals[LineFold::kTilt][i] * 6 / (n * (n * n - 1));
}

MIB_FOR_EACH_PROCESSOR void LinearFit::RunWeightedMeans(const double* y, size_t count, double* means) {
  double totals[LineFold::kTotal][kBlock];
  RunSliding(sliding_, &y, count, totals);
  const double n = sliding_.size();
  for (size_t i = 0; i < count; ++i) means[i] = totals[LineFold::kMean][i] + totals[LineFold::kTilt][i] / (n * (n + 1));
}

}  // namespace mib::indicators
