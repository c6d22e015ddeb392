#pragma once

#include <algorithm>

#include "kit/directional.h"
#include "mib/indicators/definition.h"

namespace mib::indicators {

/// The updater of plus_dm and minus_dm: Wilder's running sum of one side of the directional movement.
template <double (DirectionalMovement::*Side)() const>
class MovementSum {
 public:
  static constexpr size_t kInputs = 2;
  static constexpr size_t kOutputs = 1;

  explicit MovementSum(Params params)
      : sum_(static_cast<int>(params[0])), needed_(std::max(static_cast<int>(params[0]) - 1, 1)) {}

  bool Update(const double* in, double* out) {
    if (!movement_.Push(in[0], in[1])) return false;
    sum_.Push((movement_.*Side)());
    if (sum_.count() < needed_) return false;
    out[0] = sum_.value();
    return true;
  }

 private:
  DirectionalMovement movement_;
  WilderSum sum_;
  int needed_;
};

}  // namespace mib::indicators
