#pragma once

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/delay.h"
#include "mib/indicators/kit/smoothing.h"

namespace mib::indicators::zlema {

inline int Lag(Params params) { return (static_cast<int>(params[0]) - 1) / 2; }

class Zlema {
 public:
  static constexpr size_t kInputs = 1;
  static constexpr size_t kOutputs = 1;

  explicit Zlema(Params params)
      : lag_(Lag(params)), past_(lag_), smoothing_(Smoothing::Exponential(static_cast<int>(params[0]))) {}

  bool Update(const double* in, double* out) {
    if (!past_.Push(in[0]) || !smoothing_.Push(in[0] + (in[0] - past_.value()))) return false;
    out[0] = smoothing_.value();
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) {
    const double* closes = in[0];
    const double* past = closes - lag_;
    double ahead[kBlock];
    for (size_t i = 0; i < count; ++i) ahead[i] = closes[i] + (closes[i] - past[i]);
    smoothing_.Run(ahead, count, out[0]);
  }

 private:
  int lag_;
  Delay past_;
  Smoothing smoothing_;
};

using Updater = Zlema;

inline Definition Define() {
  return {
      .name = "zlema",
      .long_name = "Zero lag exponential moving average",
      .category = "trend",
      .inputs = {Input::kClose},
      .parameters = {Period(20, 3)},
      .outputs = {"zlema"},
      .description =
          "The exponential average of the close plus its change over the last (period - 1) / 2 bars, rounded down, "
          "which is what the average lags behind. Begins with the mean of its first `period` values. John Ehlers and "
          "Ric Way, Zero lag (well, almost), Stocks & Commodities 28:12 (2010).",
      .recursive = true,
      .warm_up = [](Params params) { return Lag(params) + static_cast<int>(params[0]); },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::zlema
