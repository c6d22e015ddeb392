#pragma once

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/derived.h"
#include "mib/indicators/kit/window.h"

namespace mib::indicators::accbands {

class AccelerationBands {
 public:
  static constexpr size_t kInputs = 3;
  static constexpr size_t kOutputs = 3;

  explicit AccelerationBands(Params params)
      : upper_(static_cast<int>(params[0])),
        middle_(static_cast<int>(params[0])),
        lower_(static_cast<int>(params[0])) {}

  bool Update(const double* in, double* out) {
    const double stretch = Stretch(in[0], in[1]);
    upper_.Push(in[0] * (1 + stretch));
    middle_.Push(in[2]);
    if (!lower_.Push(in[1] * (1 - stretch))) return false;
    out[0] = upper_.value();
    out[1] = middle_.value();
    out[2] = lower_.value();
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) {
    const double* highs = in[0];
    const double* lows = in[1];
    Derived column;
    const double* stretches =
        column.Fill(RowsBefore(middle_.size()), count, [=](ptrdiff_t i) { return Stretch(highs[i], lows[i]); });
    Derived stretched;
    const auto stretch = [&](const double* bounds, double sign) {
      return stretched.Fill(RowsBefore(middle_.size()), count,
                            [=](ptrdiff_t i) { return bounds[i] * (1 + sign * stretches[i]); });
    };
    upper_.Run(stretch(highs, 1), count, out[0]);
    middle_.Run(in[2], count, out[1]);
    lower_.Run(stretch(lows, -1), count, out[2]);
  }

 private:
  static double Stretch(double high, double low) {
    const double sum = high + low;
    const double range = high - low;
    const double stretch = 4 * range / sum;
    return sum == 0 ? 0 * range : stretch;
  }

  SlidingMean upper_;
  SlidingMean middle_;
  SlidingMean lower_;
};

using Updater = AccelerationBands;

inline Definition Define() {
  return {
      .name = "accbands",
      .long_name = "Acceleration bands",
      .category = "volatility",
      .inputs = {Input::kHigh, Input::kLow, Input::kClose},
      .parameters = {Period(20, 2)},
      .outputs = {"upper", "middle", "lower"},
      .description =
          "middle: the mean of the last `period` closes. upper, lower: the means of high * (1 + 4 * r) and low * (1 - "
          "4 * r), where r is (high - low) / (high + low), or 0 where that would divide by 0. Price Headley, Big "
          "Trends in Trading (2002).",
      .warm_up = &PeriodBars,
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::accbands
