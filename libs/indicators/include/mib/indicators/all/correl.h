#pragma once

#include <cmath>

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/co_moments.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/roots.h"

namespace mib::indicators::correl {

class Correlation {
 public:
  static constexpr size_t kInputs = 2;
  static constexpr size_t kOutputs = 1;

  explicit Correlation(Params params) : moments_(static_cast<int>(params[0])) {}

  bool Update(const double* in, double* out) {
    if (!moments_.Push(in[0], in[1])) return false;
    const CoMoments::Values moments = moments_.Get();
    out[0] = Of(std::sqrt(moments.variance_x), std::sqrt(moments.variance_y), moments.covariance);
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) {
    CoMoments::Columns moments;
    moments_.Run(in[0], in[1], count, &moments);
    RunRoots(moments.variance_x, count, 1, moments.variance_x);
    RunRoots(moments.variance_y, count, 1, moments.variance_y);
    for (size_t i = 0; i < count; ++i)
      out[0][i] = Of(moments.variance_x[i], moments.variance_y[i], moments.covariance[i]);
  }

 private:
  static double Of(double deviation_x, double deviation_y, double covariance) {
    const double scale = deviation_x * deviation_y;
    const double correlation = covariance / scale;
    return scale == 0 ? 0 : correlation;
  }

  CoMoments moments_;
};

using Updater = Correlation;

inline Definition Define() {
  return {
      .name = "correl",
      .long_name = "Correlation coefficient",
      .category = "statistics",
      .inputs = {Input::kHigh, Input::kLow},
      .parameters = {Period(30)},
      .outputs = {"correl"},
      .description =
          "Pearson's correlation of the highs and lows of the last `period` bars, -1 to 1; 0 where one of them does "
          "not move, as in TA-Lib.",
      .warm_up = &PeriodBars,
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::correl
