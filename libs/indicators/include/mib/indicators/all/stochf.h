#pragma once

#include <algorithm>

#include "mib/indicators/averages/any_average.h"
#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/stochastic.h"
#include "mib/indicators/kit/trail.h"

namespace mib::indicators::stochf {

enum { kFastK, kFastD, kFastDType };

class StochF {
 public:
  static constexpr size_t kInputs = 3;
  static constexpr size_t kOutputs = 2;

  explicit StochF(Params params)
      : fast_k_(static_cast<int>(params[kFastK])),
        fast_ks_(static_cast<int>(params[kFastD])),
        fast_d_(static_cast<int>(params[kFastDType]), static_cast<int>(params[kFastD])) {}

  bool Update(const double* in, double* out) {
    if (!fast_k_.Push(in[0], in[1], in[2])) return false;
    fast_ks_.Push(fast_k_.value());
    if (!fast_d_.Push(fast_k_.value())) return false;
    out[0] = fast_k_.value();
    out[1] = fast_d_.value();
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) {
    double* values = fast_ks_.Block();
    fast_k_.Run(in[0], in[1], in[2], count, values);
    fast_ks_.Advance(count);
    std::copy_n(values, count, out[0]);
    fast_d_.Run(values, count, out[1]);
  }

 private:
  Stochastic fast_k_;
  Trail fast_ks_;
  AnyAverage fast_d_;
};

inline int WarmUp(Params params) {
  return static_cast<int>(params[kFastK]) +
         AnyAverage::WarmUp(static_cast<int>(params[kFastDType]), static_cast<int>(params[kFastD])) - 1;
}

using Updater = StochF;

inline Definition Define() {
  return {
      .name = "stochf",
      .long_name = "Stochastic oscillator (fast)",
      .category = "momentum",
      .inputs = {Input::kHigh, Input::kLow, Input::kClose},
      .parameters = {{"fastk_period", "Bars of the range.", 5, 1, kLongestPeriod, true},
                     {"fastd_period", "Values of the average that is fastd.", 3, 1, kLongestPeriod, true},
                     AverageType("fastd_ma_type")},
      .outputs = {"fastk", "fastd"},
      .description =
          "fastk: where the close stands in the range of the last `fastk_period` bars, from 0 at the lowest low to 100 "
          "at the highest high. fastd: its average, simple unless `fastd_ma_type` says otherwise. 0 where the range is "
          "0, as in TA-Lib. George Lane.",
      .recursive = true,
      .warm_up = &WarmUp,
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::stochf
