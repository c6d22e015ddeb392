#include "mib/indicators/kit/window.h"

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

static MIB_FOR_EACH_PROCESSOR void RunColumn(const SlidingPlan& plan, const double* x, size_t count, double* sums) {
  SlidingBlock<SumFold>().Run(plan, &x, count, &sums);
}

// Columns one after the other: together they would not stay in the cache.
template <size_t kCount>
void SlidingSums<kCount>::Run(const double* const* x, size_t count, double* const* sums) {
  if (!RunsEachAlone()) {
    PushEach(sliding_, x, count, sums);
    return;
  }
  for (size_t column = 0; column < kCount; ++column) {
    if (sums[column] != nullptr) RunColumn(sliding_.plan(), x[column], count, sums[column]);
  }
}

template class SlidingSums<2>;
template class SlidingSums<3>;

}  // namespace mib::indicators
