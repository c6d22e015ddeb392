#include "mib/indicators/kit/directional.h"

#include <algorithm>

namespace mib::indicators {

MIB_FOR_EACH_PROCESSOR void DirectionalMovement::RunPlus(const double* high, const double* low, size_t count,
                                                         double* plus) {
  for (size_t i = 0; i < count; ++i) plus[i] = Farther(high[i] - (high - 1)[i], (low - 1)[i] - low[i]);
}

MIB_FOR_EACH_PROCESSOR void DirectionalMovement::RunMinus(const double* high, const double* low, size_t count,
                                                          double* minus) {
  for (size_t i = 0; i < count; ++i) minus[i] = Farther((low - 1)[i] - low[i], high[i] - (high - 1)[i]);
}

MIB_FOR_EACH_PROCESSOR void DirectionalIndicators::RunIndexOf(const double* minus, const double* range, size_t count,
                                                              double* index) {
  for (size_t i = 0; i < count; ++i) index[i] = IndexOf(index[i], minus[i], range[i]);
}

void DirectionalIndicators::RunIndex(const double* high, const double* low, const double* close, size_t count,
                                     double* index) {
  double minus[kBlock];
  double range[kBlock];
  DirectionalMovement::RunPlus(high, low, count, index);
  plus_.Run(index, count, index);
  DirectionalMovement::RunMinus(high, low, count, minus);
  minus_.Run(minus, count, minus);
  TrueRange::Run(high, low, close, count, range);
  range_.Run(range, count, range);
  RunIndexOf(minus, range, count, index);
}

void AverageDirectionalIndex::Run(const double* high, const double* low, const double* close, size_t count,
                                  double* values) {
  indicators_.RunIndex(high, low, close, count, values);
  if (std::find(values, values + count, DirectionalIndicators::kNoMovement) == values + count) {
    mean_.Run(values, count, values);
    return;
  }
  for (size_t i = 0; i < count; ++i) {
    PushIndex(values[i]);
    values[i] = value();
  }
}

}  // namespace mib::indicators
