#pragma once

#include <cstddef>

#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/delay.h"

namespace mib::indicators {

/// The updater of an indicator that compares each close with the close `period` (its only parameter) bars before.
template <double (*kCompare)(double now, double then)>
class Change {
 public:
  static constexpr size_t kInputs = 1;
  static constexpr size_t kOutputs = 1;

  explicit Change(Params params) : period_(static_cast<ptrdiff_t>(params[0])), past_(static_cast<int>(params[0])) {}

  bool Update(const double* in, double* out) {
    if (!past_.Push(in[0])) return false;
    out[0] = kCompare(in[0], past_.value());
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) {
    const double* then = in[0] - period_;
    for (size_t i = 0; i < count; ++i) out[0][i] = kCompare(in[0][i], then[i]);
  }

 private:
  ptrdiff_t period_;
  Delay past_;
};

}  // namespace mib::indicators
