#pragma once

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/smoothing.h"

namespace mib::indicators::elder_ray {

class ElderRay {
 public:
  static constexpr size_t kInputs = 3;
  static constexpr size_t kOutputs = 2;

  explicit ElderRay(Params params) : mean_(Smoothing::Exponential(static_cast<int>(params[0]))) {}

  bool Update(const double* in, double* out) {
    if (!mean_.Push(in[2])) return false;
    out[0] = in[0] - mean_.value();
    out[1] = in[1] - mean_.value();
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) {
    double means[kBlock];
    mean_.Run(in[2], count, means);
    for (size_t i = 0; i < count; ++i) out[0][i] = in[0][i] - means[i];
    for (size_t i = 0; i < count; ++i) out[1][i] = in[1][i] - means[i];
  }

 private:
  Smoothing mean_;
};

using Updater = ElderRay;

inline Definition Define() {
  return {
      .name = "elder_ray",
      .long_name = "Elder ray",
      .category = "momentum",
      .inputs = {Input::kHigh, Input::kLow, Input::kClose},
      .parameters = {Period(13)},
      .outputs = {"bullpower", "bearpower"},
      .description =
          "bullpower, bearpower: the high and the low, each less the exponential average of the closes. A. Elder, "
          "Trading for a Living (1993).",
      .recursive = true,
      .warm_up = &PeriodBars,
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::elder_ray
