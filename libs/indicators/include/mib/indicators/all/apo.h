#pragma once

#include "mib/indicators/averages/average_pair.h"
#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/finite.h"

namespace mib::indicators::apo {

enum { kFast, kSlow, kType };

inline AveragePair::Kind KindOf(Params params, size_t period) {
  return {static_cast<int>(params[kType]), static_cast<int>(params[period])};
}

class Apo {
 public:
  static constexpr size_t kInputs = 1;
  static constexpr size_t kOutputs = 1;

  explicit Apo(Params params) : averages_(KindOf(params, kFast), KindOf(params, kSlow)) {}

  bool Update(const double* in, double* out) {
    if (!averages_.Push(in[0])) return false;
    out[0] = averages_.fast() - averages_.slow();
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) {
    double slow[kBlock];
    averages_.Run(in[0], count, out[0], slow);
    for (size_t i = 0; i < count; ++i) out[0][i] -= slow[i];
  }

 private:
  AveragePair averages_;
};

using Updater = Apo;

inline Definition Define() {
  return {
      .name = "apo",
      .long_name = "Absolute price oscillator",
      .category = "momentum",
      .inputs = {Input::kClose},
      .parameters = {FastPeriod(12), SlowPeriod(26), AverageType()},
      .outputs = {"apo"},
      .description = "A fast less a slow moving average, simple unless `ma_type` says otherwise.",
      .recursive = true,
      .warm_up = [](Params params) { return AveragePair::WarmUp(KindOf(params, kFast), KindOf(params, kSlow)); },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
      .relations = &CheckFastBeforeSlow,
  };
}

}  // namespace mib::indicators::apo
