#include "kit/extremes.h"

namespace mib::indicators {
namespace {

template <bool kMaximum>
MIB_ALWAYS_INLINE void RunExtremes(const SlidingPlan& plan, const double* x, size_t count, double* values) {
  SlidingBlock<ExtremeFold<kMaximum>> block;
  block.Run(plan, &x, count, &values);
}

MIB_FOR_EACH_PROCESSOR void RunMaxima(const SlidingPlan& plan, const double* x, size_t count, double* values) {
  RunExtremes<true>(plan, x, count, values);
}
MIB_FOR_EACH_PROCESSOR void RunMinima(const SlidingPlan& plan, const double* x, size_t count, double* values) {
  RunExtremes<false>(plan, x, count, values);
}

template <bool kMaximum>
MIB_ALWAYS_INLINE void RunPlaced(const SlidingPlan& plan, const double* x, size_t count, double* values,
                                 double* bars_ago) {
  using Fold = PlacedExtremeFold<kMaximum>;
  double* totals[Fold::kTotal];
  totals[Fold::kValue] = values;
  totals[Fold::kBarsAgo] = bars_ago;
  SlidingBlock<Fold> block;
  block.Run(plan, &x, count, totals);
}

MIB_FOR_EACH_PROCESSOR void RunPlacedMaxima(const SlidingPlan& plan, const double* x, size_t count, double* values,
                                            double* bars_ago) {
  RunPlaced<true>(plan, x, count, values, bars_ago);
}
MIB_FOR_EACH_PROCESSOR void RunPlacedMinima(const SlidingPlan& plan, const double* x, size_t count, double* values,
                                            double* bars_ago) {
  RunPlaced<false>(plan, x, count, values, bars_ago);
}

}  // namespace

template <bool kMaximum>
void WindowExtreme<kMaximum>::Run(const double* x, size_t count, double* values) {
  if (size_ <= kBlock) {
    (kMaximum ? RunMaxima : RunMinima)(plan_, x, count, values);
    return;
  }
  for (size_t i = 0; i < count; ++i) {
    Push(x[i]);
    values[i] = value();
  }
}

template <bool kMaximum>
void PlacedExtreme<kMaximum>::Run(const double* x, size_t count, double* values, double* bars) {
  if (size_ <= kBlock) {
    (kMaximum ? RunPlacedMaxima : RunPlacedMinima)(plan_, x, count, values, bars);
    return;
  }
  for (size_t i = 0; i < count; ++i) {
    Push(x[i]);
    values[i] = value();
    bars[i] = bars_ago();
  }
}

template class WindowExtreme<true>;
template class WindowExtreme<false>;
template class PlacedExtreme<true>;
template class PlacedExtreme<false>;

}  // namespace mib::indicators
