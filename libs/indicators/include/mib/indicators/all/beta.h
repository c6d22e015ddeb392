#pragma once

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/co_moments.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/derived.h"

namespace mib::indicators::beta {

class Beta {
 public:
  static constexpr size_t kInputs = 2;
  static constexpr size_t kOutputs = 1;

  explicit Beta(Params params) : period_(static_cast<int>(params[0])), moments_(period_) {}

  bool Update(const double* in, double* out) {
    const double high_return = Return(in[0], high_);
    const double low_return = Return(in[1], low_);
    high_ = in[0];
    low_ = in[1];
    if (!begun_) {
      begun_ = true;
      return false;
    }
    if (!moments_.Push(high_return, low_return)) return false;
    const CoMoments::Values moments = moments_.Get();
    out[0] = Slope(moments.covariance, moments.variance_x);
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) {
    Derived highs;
    Derived lows;
    const int before = RowsBefore(period_);
    CoMoments::Columns moments;
    moments_.Run(highs.Fill(before, count, [high = in[0]](ptrdiff_t i) { return Return(high[i], high[i - 1]); }),
                 lows.Fill(before, count, [low = in[1]](ptrdiff_t i) { return Return(low[i], low[i - 1]); }), count,
                 &moments);
    for (size_t i = 0; i < count; ++i) out[0][i] = Slope(moments.covariance[i], moments.variance_x[i]);
  }

 private:
  // A price of 0 before gives 0, unless the new one is not finite.
  static double Return(double now, double before) {
    const double change = (now - before) / before;
    return before == 0 ? 0 * now : change;
  }
  static double Slope(double covariance, double variance) {
    const double slope = covariance / variance;
    return variance == 0 ? 0 : slope;
  }

  int period_;
  CoMoments moments_;
  double high_ = 0;
  double low_ = 0;
  bool begun_ = false;
};

using Updater = Beta;

inline Definition Define() {
  return {
      .name = "beta",
      .long_name = "Beta",
      .category = "statistics",
      .inputs = {Input::kHigh, Input::kLow},
      .parameters = {Period(5)},
      .outputs = {"beta"},
      .description =
          "The slope of the regression of the lows' returns on the highs', from bar to bar, over the last `period` "
          "returns: their covariance over the variance of the highs' returns. 0 where the highs' returns do not vary, "
          "as in TA-Lib; a return from 0 counts as 0.",
      .warm_up = [](Params params) { return static_cast<int>(params[0]) + 1; },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::beta
