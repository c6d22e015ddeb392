#pragma once

#include <cstddef>

#include "mib/indicators/definition.h"
#include "mib/indicators/kit/lanes.h"
#include "mib/indicators/kit/linear_fit.h"

namespace mib::indicators {

/// The updater of an indicator that tells something of the line fitted to the last `period` (its only parameter)
/// closes.
template <double (*kValue)(const LinearFit::Line& line, double size)>
class LineValue {
 public:
  static constexpr size_t kInputs = 1;
  static constexpr size_t kOutputs = 1;

  explicit LineValue(Params params) : fit_(static_cast<int>(params[0])) {}

  bool Update(const double* in, double* out) {
    if (!fit_.Push(in[0])) return false;
    out[0] = kValue(fit_.Get(), fit_.size());
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) {
    double slopes[kBlock];
    double means[kBlock];
    fit_.Run(in[0], count, slopes, means);
    const double size = fit_.size();
    for (size_t i = 0; i < count; ++i) {
      const double intercept = means[i] - slopes[i] * ((size - 1) / 2);
      out[0][i] = kValue({.slope = slopes[i], .intercept = intercept, .mean = means[i]}, size);
    }
  }

 private:
  LinearFit fit_;
};

}  // namespace mib::indicators
