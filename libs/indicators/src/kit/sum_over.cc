#include "mib/indicators/kit/sum_over.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace mib::indicators {
namespace {

MIB_ALWAYS_INLINE double Magnitude(double x) { return std::abs(x); }
MIB_ALWAYS_INLINE Lanes Magnitude(Lanes x) {
  return std::bit_cast<Lanes>(std::bit_cast<LaneBits>(x) & std::numeric_limits<int64_t>::max());
}

/// Of one window or of four in a row.
template <typename Number>
MIB_ALWAYS_INLINE Number Weighted(const double* x, const double* weights, size_t size) {
  return SumOver(size, [=](size_t i) MIB_LAMBDA_INLINE { return weights[i] * LoadAs<Number>(x + i); });
}
template <typename Number>
MIB_ALWAYS_INLINE Number Deviations(const double* x, Number mean, size_t size) {
  return SumOver(size, [=](size_t i) MIB_LAMBDA_INLINE { return Magnitude(LoadAs<Number>(x + i) - mean); });
}

}  // namespace

double WeightedSum(const double* x, const double* weights, size_t size) { return Weighted<double>(x, weights, size); }
double AbsoluteDeviations(const double* x, double mean, size_t size) { return Deviations(x, mean, size); }

MIB_FOR_EACH_PROCESSOR void RunWeightedSums(const double* x, const double* weights, size_t size, size_t count,
                                            double* sums) {
  size_t i = 0;
  for (; i + kLanes <= count; i += kLanes) StoreAs(Weighted<Lanes>(x + i, weights, size), sums + i);
  for (; i < count; ++i) sums[i] = Weighted<double>(x + i, weights, size);
}

MIB_FOR_EACH_PROCESSOR void RunAbsoluteDeviations(const double* x, const double* means, size_t size, size_t count,
                                                  double* sums) {
  size_t i = 0;
  for (; i + kLanes <= count; i += kLanes) StoreAs(Deviations(x + i, LoadAs<Lanes>(means + i), size), sums + i);
  for (; i < count; ++i) sums[i] = Deviations(x + i, means[i], size);
}

}  // namespace mib::indicators
