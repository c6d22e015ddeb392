#pragma once

#include <algorithm>
#include <cstddef>
#include <limits>

#include "definitions.h"
#include "kit/delay.h"

namespace mib::indicators {

/// The updater of an indicator that compares each close with the close `period` (its only parameter) bars before.
template <double (*kCompare)(double now, double then)>
class Change {
 public:
  static constexpr size_t kInputs = 1;
  static constexpr size_t kOutputs = 1;

  explicit Change(Params params) : past_(static_cast<int>(params[0])) {}

  bool Update(const double* in, double* out) {
    if (!past_.Push(in[0])) return false;
    out[0] = kCompare(in[0], past_.value());
    return true;
  }

 private:
  Delay past_;
};

/// Its batch form: the same without a store of past closes, which whole columns do not need.
template <double (*kCompare)(double now, double then)>
void BatchChange(Params params, InColumns in, OutColumns out) {
  const size_t count = in[0].size();
  const size_t period = std::min(count, static_cast<size_t>(params[0]));
  const double* closes = in[0].data();
  double* changes = out[0].data();
  std::fill_n(changes, period, std::numeric_limits<double>::quiet_NaN());
  for (size_t i = period; i < count; ++i) changes[i] = kCompare(closes[i], closes[i - period]);
}

}  // namespace mib::indicators
