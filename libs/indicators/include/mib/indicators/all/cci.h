#pragma once

#include <cmath>

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/sum_over.h"
#include "mib/indicators/kit/trail.h"
#include "mib/indicators/kit/window.h"

namespace mib::indicators::cci {

class Cci {
 public:
  static constexpr size_t kInputs = 3;
  static constexpr size_t kOutputs = 1;

  explicit Cci(Params params)
      : prices_(static_cast<int>(params[0])),
        window_(static_cast<int>(params[0])),
        unit_(kScale / static_cast<double>(window_.size())) {}

  bool Update(const double* in, double* out) {
    const double price = Price(in[0], in[1], in[2]);
    prices_.Push(price);
    if (!window_.Push(price)) return false;
    const double mean = window_.value();
    out[0] = Index(price, mean, AbsoluteDeviations(prices_.Last(), mean, size()));
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) {
    double* prices = prices_.Block();
    for (size_t i = 0; i < count; ++i) prices[i] = Price(in[0][i], in[1][i], in[2][i]);
    prices_.Advance(count);
    double means[kBlock];
    window_.Run(prices, count, means);
    double deviations[kBlock];
    RunAbsoluteDeviations(prices - (size() - 1), means, size(), count, deviations);
    for (size_t i = 0; i < count; ++i) out[0][i] = Index(prices[i], means[i], deviations[i]);
  }

 private:
  static double Price(double high, double low, double close) { return (high + low + close) / 3; }
  // `deviations` is a sum over the window.
  double Index(double price, double mean, double deviations) const {
    const double index = (price - mean) / (unit_ * deviations);
    return deviations <= kNoise * window_.size() * std::abs(mean) ? 0 : index;
  }
  size_t size() const { return static_cast<size_t>(window_.size()); }

  // Lambert's: about three quarters of all values then lie within 100.
  static constexpr double kScale = 0.015;
  // What rounding makes of the same price from other highs, lows and closes.
  static constexpr double kNoise = 1e-15;

  Trail prices_;
  SlidingMean window_;
  double unit_;
};

using Updater = Cci;

inline Definition Define() {
  return {
      .name = "cci",
      .long_name = "Commodity channel index",
      .category = "momentum",
      .inputs = {Input::kHigh, Input::kLow, Input::kClose},
      .parameters = {Period(14, 2)},
      .outputs = {"cci"},
      .description =
          "How far the typical price (high + low + close) / 3 is from its mean over `period` bars, in units of 0.015 "
          "mean absolute deviations. 0 where the typical price stands still, as in TA-Lib. Donald Lambert, Commodities "
          "magazine (1980).",
      .warm_up = &PeriodBars,
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::cci
