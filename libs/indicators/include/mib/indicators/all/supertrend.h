#pragma once

#include <cmath>
#include <limits>

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/finite.h"
#include "mib/indicators/kit/select.h"
#include "mib/indicators/kit/smoothing.h"
#include "mib/indicators/kit/true_range.h"

namespace mib::indicators::supertrend {

class Supertrend {
 public:
  static constexpr size_t kInputs = 3;
  static constexpr size_t kOutputs = 2;

  explicit Supertrend(Params params) : mean_(Smoothing::Wilder(static_cast<int>(params[0]))), multiplier_(params[1]) {}

  bool Update(const double* in, double* out) {
    const double close = in[2];
    const double close_before = close_;
    close_ = close;
    if (!range_.Push(in[0], in[1], close)) return false;
    if (!mean_.Push(range_.value())) return false;
    Follow((in[0] + in[1]) / 2, multiplier_ * mean_.value(), close_before, close);
    out[0] = stop();
    out[1] = trend();
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) {
    double ranges[kBlock];
    TrueRange::Run(in[0], in[1], in[2], count, ranges);
    mean_.Run(ranges, count, ranges);
    for (size_t i = 0; i < count; ++i) {
      Follow((in[0][i] + in[1][i]) / 2, multiplier_ * ranges[i], (in[2] - 1)[i], in[2][i]);
      out[0][i] = stop();
      out[1][i] = trend();
    }
  }

 private:
  static constexpr double kInfinity = std::numeric_limits<double>::infinity();

  double stop() const { return spoilt_ ? kNan : trend_ > 0 ? lower_ : upper_; }
  double trend() const { return spoilt_ ? kNan : trend_; }

  void Follow(double middle, double reach, double close_before, double close) {
    if (!std::isfinite(middle + reach + close)) spoilt_ = true;
    MoveBands(middle + reach, middle - reach, close_before);
    if (begun_ && (trend_ > 0 ? close < lower_ : close > upper_)) trend_ = -trend_;
    begun_ = true;
  }
  // A band moves towards the price only, until a close has crossed it.
  void MoveBands(double upper, double lower, double close_before) {
    upper_ = Select((upper < upper_) | (close_before > upper_), upper, upper_);
    lower_ = Select((lower > lower_) | (close_before < lower_), lower, lower_);
  }

  TrueRange range_;
  Smoothing mean_;
  double multiplier_;
  double close_ = 0;
  double upper_ = kInfinity;
  double lower_ = -kInfinity;
  double trend_ = 1;
  bool begun_ = false;
  bool spoilt_ = false;
};

using Updater = Supertrend;

inline Definition Define() {
  return {
      .name = "supertrend",
      .long_name = "Supertrend",
      .category = "trend",
      .inputs = {Input::kHigh, Input::kLow, Input::kClose},
      .parameters = {Period(10),
                     {"multiplier", "Average true ranges from the middle of a bar to the stop.", 3, 0.01, 100, false}},
      .outputs = {"supertrend", "trend"},
      .description =
          "A stop on one side of the price, at (high + low) / 2 less or plus `multiplier` average true ranges (see "
          "atr); it moves towards the price only. trend: 1 while it is below the price (an up-trend, which the first "
          "bar is taken for), -1 while above; it turns when the close crosses it. Olivier Seban.",
      .recursive = true,
      .warm_up = [](Params params) { return static_cast<int>(params[0]) + 1; },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::supertrend
