#pragma once

#include <algorithm>

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/smoothing.h"
#include "mib/indicators/kit/true_range.h"

namespace mib::indicators::keltner {

class Keltner {
 public:
  static constexpr size_t kInputs = 3;
  static constexpr size_t kOutputs = 3;

  explicit Keltner(Params params)
      : middle_(Smoothing::Exponential(static_cast<int>(params[0]))),
        range_mean_(Smoothing::Wilder(static_cast<int>(params[1]))),
        multiplier_(params[2]),
        middle_wait_(WarmUp(params) - static_cast<int>(params[0])),
        range_wait_(WarmUp(params) - static_cast<int>(params[1])) {}

  static int WarmUp(Params params) { return static_cast<int>(std::max(params[0], params[1] + 1)); }

  bool Update(const double* in, double* out) {
    const bool has_range = range_.Push(in[0], in[1], in[2]);
    if (range_wait_ > 0) {
      --range_wait_;
    } else if (has_range) {
      range_mean_.Push(range_.value());
    }
    if (middle_wait_ > 0) {
      --middle_wait_;
      return false;
    }
    if (!middle_.Push((in[0] + in[1] + in[2]) / 3)) return false;
    const double half_width = multiplier_ * range_mean_.value();
    out[0] = middle_.value() + half_width;
    out[1] = middle_.value();
    out[2] = middle_.value() - half_width;
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) {
    double range[kBlock];
    TrueRange::Run(in[0], in[1], in[2], count, range);
    range_mean_.Run(range, count, range);
    for (size_t i = 0; i < count; ++i) out[1][i] = (in[0][i] + in[1][i] + in[2][i]) / 3;
    middle_.Run(out[1], count, out[1]);
    const double multiplier = multiplier_;
    for (size_t i = 0; i < count; ++i) {
      const double middle = out[1][i];
      const double half_width = multiplier * range[i];
      out[0][i] = middle + half_width;
      out[2][i] = middle - half_width;
    }
  }

 private:
  TrueRange range_;
  Smoothing middle_;
  Smoothing range_mean_;
  double multiplier_;
  // Bars to pass, so that both have their first value at the same bar.
  int middle_wait_;
  int range_wait_;
};

using Updater = Keltner;

inline Definition Define() {
  return {
      .name = "keltner",
      .long_name = "Keltner channel",
      .category = "volatility",
      .inputs = {Input::kHigh, Input::kLow, Input::kClose},
      .parameters = {Period(20),
                     {"atr_period", "Bars of the average true range.", 10, 1, kLongestPeriod, true},
                     {"multiplier", "Average true ranges from the middle to a band.", 2, 0.01, 100, false}},
      .outputs = {"upper", "middle", "lower"},
      .description =
          "middle: the exponential average of the typical price (high + low + close) / 3. upper, lower: `multiplier` "
          "average true ranges (see atr) above and below it. Both averages begin with a plain mean, at the first bar "
          "that has both, as in TA-Lib. Chester Keltner, How to Make Money in Commodities (1960); with true ranges by "
          "Linda Raschke.",
      .recursive = true,
      .warm_up = [](Params params) { return Keltner::WarmUp(params); },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::keltner
