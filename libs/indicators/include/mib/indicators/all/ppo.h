#pragma once

#include "mib/indicators/averages/average_pair.h"
#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/finite.h"

namespace mib::indicators::ppo {

enum { kFast, kSlow, kType };

inline AveragePair::Kind KindOf(Params params, size_t period) {
  return {static_cast<int>(params[kType]), static_cast<int>(params[period])};
}

class Ppo {
 public:
  static constexpr size_t kInputs = 1;
  static constexpr size_t kOutputs = 1;

  explicit Ppo(Params params) : averages_(KindOf(params, kFast), KindOf(params, kSlow)) {}

  bool Update(const double* in, double* out) {
    if (!averages_.Push(in[0])) return false;
    out[0] = 100 * RatioOrZero(averages_.fast() - averages_.slow(), averages_.slow());
    return true;
  }
  MIB_FOR_EACH_PROCESSOR void Run(const double* const* in, size_t count, double* const* out) {
    double slow[kBlock];
    averages_.Run(in[0], count, out[0], slow);
    for (size_t i = 0; i < count; ++i) out[0][i] = 100 * RatioOrZero(out[0][i] - slow[i], slow[i]);
  }

 private:
  AveragePair averages_;
};

using Updater = Ppo;

inline Definition Define() {
  return {
      .name = "ppo",
      .long_name = "Percentage price oscillator",
      .category = "momentum",
      .inputs = {Input::kClose},
      .parameters = {FastPeriod(12), SlowPeriod(26), AverageType()},
      .outputs = {"ppo"},
      .description =
          "A fast less a slow moving average, as a percentage of the slow one; simple averages unless `ma_type` says "
          "otherwise. 0 where the slow one is 0, as in TA-Lib. Gerald Appel.",
      .recursive = true,
      .warm_up = [](Params params) { return AveragePair::WarmUp(KindOf(params, kFast), KindOf(params, kSlow)); },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
      .relations = &CheckFastBeforeSlow,
  };
}

}  // namespace mib::indicators::ppo
