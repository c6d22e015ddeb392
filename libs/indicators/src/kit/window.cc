#include "kit/window.h"

namespace mib::indicators {

// A function of each kind of its own: templates are not compiled for each processor.

template <>
MIB_FOR_EACH_PROCESSOR void SlidingSum::Run(const double* x, size_t count, double* values) {
  RunSliding(sliding_, &x, count, &values);
}

template <>
MIB_FOR_EACH_PROCESSOR void SlidingMean::Run(const double* x, size_t count, double* values) {
  RunSliding(sliding_, &x, count, &values);
}

}  // namespace mib::indicators
