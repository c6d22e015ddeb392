#include "mib/indicators/kit/linear_fit.h"

namespace mib::indicators {

template <>
MIB_FOR_EACH_PROCESSOR void LinearFit::Run(const double* y, size_t count, double* slopes, double* means) {
  double* totals[LineFold::kTotal];
  totals[LineFold::kMean] = means;
  totals[LineFold::kMore] = slopes;
  RunSliding(sliding_, &y, count, totals);
  for (size_t i = 0; i < count; ++i) slopes[i] *= slope_per_tilt_;
}

template <>
MIB_FOR_EACH_PROCESSOR void LinearFit::RunWeightedMeans(const double* y, size_t count, double* means) {
  double tilts[kBlock];
  double* totals[LineFold::kTotal];
  totals[LineFold::kMean] = means;
  totals[LineFold::kMore] = tilts;
  RunSliding(sliding_, &y, count, totals);
  for (size_t i = 0; i < count; ++i) means[i] += tilts[i] * weight_per_tilt_;
}

}  // namespace mib::indicators
