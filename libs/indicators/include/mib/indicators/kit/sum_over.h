#pragma once

#include <cstddef>

#include "mib/indicators/kit/lanes.h"

namespace mib::indicators {

/// term(0) + ... + term(count - 1), of doubles or of Lanes. Added in four rows side by side, for speed and less
/// rounding; the order is fixed by `count` alone.
template <typename Term>
MIB_ALWAYS_INLINE auto SumOver(size_t count, Term term) {
  using Number = decltype(term(count));
  Number a{};
  Number b{};
  Number c{};
  Number d{};
  size_t i = 0;
  for (; i + 4 <= count; i += 4) {
    a += term(i);
    b += term(i + 1);
    c += term(i + 2);
    d += term(i + 3);
  }
  for (; i < count; ++i) a += term(i);
  return (a + c) + (b + d);
}

/// The sum of weights[0] * x[0] + ... + weights[size - 1] * x[size - 1], and that of |x[0] - mean| + ....
double WeightedSum(const double* x, const double* weights, size_t size);
double AbsoluteDeviations(const double* x, double mean, size_t size);

// The same of `count` windows of `size` values: the first begins at `x`, each of the others one later.
void RunWeightedSums(const double* x, const double* weights, size_t size, size_t count, double* sums);
void RunAbsoluteDeviations(const double* x, const double* means, size_t size, size_t count, double* sums);

}  // namespace mib::indicators
