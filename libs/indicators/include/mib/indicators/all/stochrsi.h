#pragma once

#include <algorithm>

#include "mib/indicators/averages/any_average.h"
#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/gains_losses.h"
#include "mib/indicators/kit/stochastic.h"
#include "mib/indicators/kit/trail.h"

namespace mib::indicators::stochrsi {

enum { kPeriod, kFastK, kFastD, kFastDType };

class StochRsi {
 public:
  static constexpr size_t kInputs = 1;
  static constexpr size_t kOutputs = 2;

  explicit StochRsi(Params params)
      : changes_(static_cast<int>(params[kPeriod])),
        rsi_(static_cast<int>(params[kFastK])),
        fast_k_(static_cast<int>(params[kFastK]), kNoise),
        fast_ks_(AnyAverage::WarmUp(static_cast<int>(params[kFastDType]), static_cast<int>(params[kFastD]))),
        fast_d_(static_cast<int>(params[kFastDType]), static_cast<int>(params[kFastD])) {}

  bool Update(const double* in, double* out) {
    if (!changes_.Push(in[0])) return false;
    const double rsi = GainsLosses::RelativeStrength(changes_.gain(), changes_.loss());
    rsi_.Push(rsi);
    if (!fast_k_.Push(rsi, rsi, rsi)) return false;
    fast_ks_.Push(fast_k_.value());
    if (!fast_d_.Push(fast_k_.value())) return false;
    out[0] = fast_k_.value();
    out[1] = fast_d_.value();
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) {
    double* rsi = rsi_.Block();
    double losses[kBlock];
    changes_.Run(in[0], count, rsi, losses);
    for (size_t i = 0; i < count; ++i) rsi[i] = GainsLosses::RelativeStrength(rsi[i], losses[i]);
    rsi_.Advance(count);
    double* fast_k = fast_ks_.Block();
    fast_k_.Run(rsi, rsi, rsi, count, fast_k);
    fast_ks_.Advance(count);
    std::copy_n(fast_k, count, out[0]);
    fast_d_.Run(fast_k, count, out[1]);
  }

 private:
  // Where the price stands still the index does too, but for rounding.
  static constexpr double kNoise = 1e-10;

  GainsLosses changes_;
  Trail rsi_;
  Stochastic fast_k_;
  Trail fast_ks_;
  AnyAverage fast_d_;
};

inline int WarmUp(Params params) {
  return static_cast<int>(params[kPeriod] + params[kFastK]) +
         AnyAverage::WarmUp(static_cast<int>(params[kFastDType]), static_cast<int>(params[kFastD])) - 1;
}

using Updater = StochRsi;

inline Definition Define() {
  return {
      .name = "stochrsi",
      .long_name = "Stochastic relative strength index",
      .category = "momentum",
      .inputs = {Input::kClose},
      .parameters = {Period(14, 2),
                     {"fastk_period", "Values of the index that the range is of.", 5, 1, kLongestPeriod, true},
                     {"fastd_period", "Values of the average that is fastd.", 3, 1, kLongestPeriod, true},
                     AverageType("fastd_ma_type")},
      .outputs = {"fastk", "fastd"},
      .description =
          "fastk: where the relative strength index over `period` bars stands between its least (0) and greatest (100) "
          "of the last `fastk_period` bars; 0 where it stands still. fastd: its average, simple unless `fastd_ma_type` "
          "says otherwise. Tushar Chande and Stanley Kroll, The New Technical Trader (1994). (Where a price stands "
          "still, TA-Lib gives what the rounding of its index makes.)",
      .recursive = true,
      .warm_up = &WarmUp,
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::stochrsi
