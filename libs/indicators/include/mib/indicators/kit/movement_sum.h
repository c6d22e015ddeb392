#pragma once

#include "mib/indicators/definition.h"
#include "mib/indicators/kit/directional.h"

namespace mib::indicators {

/// The updater of plus_dm and minus_dm: Wilder's running sum of one side of the directional movement.
template <typename Side>
class MovementSum {
 public:
  static constexpr size_t kInputs = 2;
  static constexpr size_t kOutputs = 1;

  explicit MovementSum(Params params) : sum_(static_cast<int>(params[0])) {}

  bool Update(const double* in, double* out) {
    if (!movement_.Push(in[0], in[1])) return false;
    if (!sum_.Push(Side::Of(movement_))) return false;
    out[0] = sum_.value();
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) {
    Side::Run(in[0], in[1], count, out[0]);
    sum_.Run(out[0], count, out[0]);
  }

 private:
  DirectionalMovement movement_;
  WilderSum sum_;
};

/// The updater of plus_di and minus_di: that sum in percent of that of the true range.
template <typename Side>
class MovementOfRange {
 public:
  static constexpr size_t kInputs = 3;
  static constexpr size_t kOutputs = 1;

  explicit MovementOfRange(Params params)
      : missing_(static_cast<int>(params[0]) - 1), sum_(missing_ + 1), range_(missing_ + 1) {}

  bool Update(const double* in, double* out) {
    true_range_.Push(in[0], in[1], in[2]);
    if (!movement_.Push(in[0], in[1])) return false;
    sum_.Push(Side::Of(movement_));
    range_.Push(true_range_.value());
    if (missing_ > 0) {
      --missing_;
      return false;
    }
    out[0] = PercentOfRange(sum_.value(), range_.value());
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) {
    double range[kBlock];
    Side::Run(in[0], in[1], count, out[0]);
    sum_.Run(out[0], count, out[0]);
    TrueRange::Run(in[0], in[1], in[2], count, range);
    range_.Run(range, count, range);
    for (size_t i = 0; i < count; ++i) out[0][i] = PercentOfRange(out[0][i], range[i]);
  }

 private:
  // Bars after the first until a value is there.
  int missing_;
  DirectionalMovement movement_;
  TrueRange true_range_;
  WilderSum sum_;
  WilderSum range_;
};

}  // namespace mib::indicators
