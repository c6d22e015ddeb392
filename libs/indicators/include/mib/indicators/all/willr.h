#pragma once

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/extremes.h"
#include "mib/indicators/kit/finite.h"

namespace mib::indicators::willr {

class Willr {
 public:
  static constexpr size_t kInputs = 3;
  static constexpr size_t kOutputs = 1;

  explicit Willr(Params params) : max_(static_cast<int>(params[0])), min_(static_cast<int>(params[0])) {}

  bool Update(const double* in, double* out) {
    max_.Push(in[0]);
    if (!min_.Push(in[1])) return false;
    out[0] = Of(max_.value(), min_.value(), in[2]);
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) {
    double lowest[kBlock];
    max_.Run(in[0], count, out[0]);
    min_.Run(in[1], count, lowest);
    for (size_t i = 0; i < count; ++i) out[0][i] = Of(out[0][i], lowest[i], in[2][i]);
  }

 private:
  static double Of(double highest, double lowest, double close) {
    return -100 * RatioOrZero(FiniteOrNan(highest - close), FiniteOrNan(highest - lowest));
  }

  WindowMax max_;
  WindowMin min_;
};

using Updater = Willr;

inline Definition Define() {
  return {
      .name = "willr",
      .long_name = "Williams' %R",
      .category = "momentum",
      .inputs = {Input::kHigh, Input::kLow, Input::kClose},
      .parameters = {Period(14, 2)},
      .outputs = {"willr"},
      .description =
          "Where the close stands in the range of the last `period` bars, from 0 at the highest high to -100 at the "
          "lowest low. 0 where there is no range, as in TA-Lib. Larry Williams, How I Made One Million Dollars (1973).",
      .warm_up = &PeriodBars,
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::willr
