#include "kit/window.h"

#include <algorithm>

namespace mib::indicators {

// A function of each kind of its own: templates are not compiled for each processor.

template <>
MIB_FOR_EACH_PROCESSOR void SlidingSum::Run(const double* x, size_t count, double* values) {
  double totals[1][kBlock];
  RunSliding(sliding_, &x, count, totals);
  std::copy_n(totals[0], count, values);
}

template <>
MIB_FOR_EACH_PROCESSOR void SlidingMean::Run(const double* x, size_t count, double* values) {
  double totals[1][kBlock];
  RunSliding(sliding_, &x, count, totals);
  std::copy_n(totals[0], count, values);
}

}  // namespace mib::indicators
