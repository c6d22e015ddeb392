#pragma once

#include <cstddef>

#include "mib/indicators/definition.h"
#include "mib/indicators/kit/extremes.h"
#include "mib/indicators/kit/finite.h"

namespace mib::indicators {

/// The updater of max and min: an extreme of the last `period` (its only parameter) closes. NaN while one of them
/// is not finite.
template <typename Extreme>
class ExtremeClose {
 public:
  static constexpr size_t kInputs = 1;
  static constexpr size_t kOutputs = 1;

  explicit ExtremeClose(Params params) : extreme_(static_cast<int>(params[0])) {}

  bool Update(const double* in, double* out) {
    if (!extreme_.Push(in[0])) return false;
    out[0] = extreme_.value();
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) { extreme_.Run(in[0], count, out[0]); }

 private:
  Extreme extreme_;
};

/// The updater of midpoint and midprice: the middle between the highest of the first of its inputs and the lowest of
/// the last, over `period` bars.
template <size_t kColumns>
class MiddleOfExtremes {
 public:
  static constexpr size_t kInputs = kColumns;
  static constexpr size_t kOutputs = 1;

  explicit MiddleOfExtremes(Params params)
      : highest_(static_cast<int>(params[0])), lowest_(static_cast<int>(params[0])) {}

  bool Update(const double* in, double* out) {
    highest_.Push(in[0]);
    if (!lowest_.Push(in[kInputs - 1])) return false;
    out[0] = FiniteOrNan((highest_.value() + lowest_.value()) / 2);
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) {
    double lowest[kBlock];
    highest_.Run(in[0], count, out[0]);
    lowest_.Run(in[kInputs - 1], count, lowest);
    for (size_t i = 0; i < count; ++i) out[0][i] = FiniteOrNan((out[0][i] + lowest[i]) / 2);
  }

 private:
  WindowMax highest_;
  WindowMin lowest_;
};

}  // namespace mib::indicators
