#pragma once

#include "mib/indicators/averages/average_pair.h"
#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/finite.h"
#include "mib/indicators/kit/smoothing.h"

namespace mib::indicators::pvo {

enum { kFast, kSlow, kSignal };

inline AveragePair::Kind KindOf(Params params, size_t period) {
  return {AnyAverage::kExponential, static_cast<int>(params[period])};
}

class Pvo {
 public:
  static constexpr size_t kInputs = 1;
  static constexpr size_t kOutputs = 3;

  explicit Pvo(Params params)
      : averages_(KindOf(params, kFast), KindOf(params, kSlow)),
        signal_(Smoothing::Exponential(static_cast<int>(params[kSignal]))) {}

  bool Update(const double* in, double* out) {
    if (!averages_.Push(in[0])) return false;
    const double pvo = 100 * RatioOrZero(averages_.fast() - averages_.slow(), averages_.slow());
    if (!signal_.Push(pvo)) return false;
    out[0] = pvo;
    out[1] = signal_.value();
    out[2] = pvo - signal_.value();
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) {
    double slow[kBlock];
    averages_.Run(in[0], count, out[0], slow);
    for (size_t i = 0; i < count; ++i) out[0][i] = 100 * RatioOrZero(out[0][i] - slow[i], slow[i]);
    signal_.Run(out[0], count, out[1]);
    for (size_t i = 0; i < count; ++i) out[2][i] = out[0][i] - out[1][i];
  }

 private:
  AveragePair averages_;
  Smoothing signal_;
};

using Updater = Pvo;

inline Definition Define() {
  return {
      .name = "pvo",
      .long_name = "Percentage volume oscillator",
      .category = "volume",
      .inputs = {Input::kVolume},
      .parameters = {FastPeriod(12),
                     SlowPeriod(26),
                     {"signal", "Period of the signal line.", 9, 1, kLongestPeriod, true}},
      .outputs = {"pvo", "signal", "histogram"},
      .description =
          "pvo: a fast less a slow exponential average of the volume, as a percentage of the slow one; each begins "
          "with the mean of its own first volumes; 0 where the slow one is 0. signal: the exponential average of pvo. "
          "histogram: pvo less signal.",
      .recursive = true,
      .warm_up = [](Params params) { return static_cast<int>(params[kSlow] + params[kSignal]) - 1; },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
      .relations = &CheckFastBeforeSlow,
  };
}

}  // namespace mib::indicators::pvo
