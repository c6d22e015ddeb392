#pragma once

#include <algorithm>

#include "mib/indicators/averages/any_average.h"
#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/stochastic.h"
#include "mib/indicators/kit/trail.h"

namespace mib::indicators::stoch {

enum { kFastK, kSlowK, kSlowKType, kSlowD, kSlowDType };

class Stoch {
 public:
  static constexpr size_t kInputs = 3;
  static constexpr size_t kOutputs = 2;

  explicit Stoch(Params params)
      : fast_k_(static_cast<int>(params[kFastK])),
        fast_ks_(static_cast<int>(params[kSlowK])),
        slow_k_(static_cast<int>(params[kSlowKType]), static_cast<int>(params[kSlowK])),
        slow_ks_(static_cast<int>(params[kSlowD])),
        slow_d_(static_cast<int>(params[kSlowDType]), static_cast<int>(params[kSlowD])) {}

  bool Update(const double* in, double* out) {
    if (!fast_k_.Push(in[0], in[1], in[2])) return false;
    fast_ks_.Push(fast_k_.value());
    if (!slow_k_.Push(fast_k_.value())) return false;
    slow_ks_.Push(slow_k_.value());
    if (!slow_d_.Push(slow_k_.value())) return false;
    out[0] = slow_k_.value();
    out[1] = slow_d_.value();
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) {
    double* fast = fast_ks_.Block();
    fast_k_.Run(in[0], in[1], in[2], count, fast);
    fast_ks_.Advance(count);
    double* slow = slow_ks_.Block();
    slow_k_.Run(fast, count, slow);
    slow_ks_.Advance(count);
    std::copy_n(slow, count, out[0]);
    slow_d_.Run(slow, count, out[1]);
  }

 private:
  Stochastic fast_k_;
  Trail fast_ks_;
  AnyAverage slow_k_;
  Trail slow_ks_;
  AnyAverage slow_d_;
};

inline int WarmUp(Params params) {
  return static_cast<int>(params[kFastK]) +
         AnyAverage::WarmUp(static_cast<int>(params[kSlowKType]), static_cast<int>(params[kSlowK])) +
         AnyAverage::WarmUp(static_cast<int>(params[kSlowDType]), static_cast<int>(params[kSlowD])) - 2;
}

using Updater = Stoch;

inline Definition Define() {
  return {
      .name = "stoch",
      .long_name = "Stochastic oscillator (slow)",
      .category = "momentum",
      .inputs = {Input::kHigh, Input::kLow, Input::kClose},
      .parameters = {{"fastk_period", "Bars of the range.", 5, 1, kLongestPeriod, true},
                     {"slowk_period", "Values of the average that is slowk.", 3, 1, kLongestPeriod, true},
                     AverageType("slowk_ma_type"),
                     {"slowd_period", "Values of the average that is slowd.", 3, 1, kLongestPeriod, true},
                     AverageType("slowd_ma_type")},
      .outputs = {"slowk", "slowd"},
      .description =
          "Where the close stands in the range of the last `fastk_period` bars, from 0 at the lowest low to 100 at the "
          "highest high; slowk is its average, slowd the average of slowk; simple averages unless their types say "
          "otherwise. A bar whose range is 0 counts as 0, as in TA-Lib. George Lane.",
      .recursive = true,
      .warm_up = &WarmUp,
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::stoch
