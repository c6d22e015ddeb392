#pragma once

#include <cmath>

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/derived.h"
#include "mib/indicators/kit/extremes.h"
#include "mib/indicators/kit/finite.h"

namespace mib::indicators::fisher {

class Fisher {
 public:
  static constexpr size_t kInputs = 2;
  static constexpr size_t kOutputs = 2;

  explicit Fisher(Params params) : period_(static_cast<int>(params[0])), highest_(period_), lowest_(period_) {}

  bool Update(const double* in, double* out) {
    const double price = (in[0] + in[1]) / 2;
    highest_.Push(price);
    if (!lowest_.Push(price)) return false;
    out[1] = fisher_;
    Follow(Place(highest_.value(), lowest_.value(), price));
    out[0] = fisher_;
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) {
    Derived derived;
    const double* prices = derived.Fill(RowsBefore(period_), count,
                                        [high = in[0], low = in[1]](ptrdiff_t i) { return (high[i] + low[i]) / 2; });
    double lowest[kBlock];
    highest_.Run(prices, count, out[0]);
    lowest_.Run(prices, count, lowest);
    for (size_t i = 0; i < count; ++i) out[0][i] = Place(out[0][i], lowest[i], prices[i]);
    for (size_t i = 0; i < count; ++i) {
      out[1][i] = fisher_;
      Follow(out[0][i]);
      out[0][i] = fisher_;
    }
  }

 private:
  // Where `price` stands between the extremes, -0.5 to 0.5.
  static double Place(double highest, double lowest, double price) {
    const double range = FiniteOrNan(highest - lowest);
    const double place = (price - lowest) / range - 0.5;
    return range == 0 ? 0 : place;
  }
  void Follow(double place) {
    place_ = Bounded(0.66 * place + 0.67 * place_);
    fisher_ = 0.5 * std::log((1 + place_) / (1 - place_)) + 0.5 * fisher_;
  }
  // The transform of 1 is infinite.
  static double Bounded(double x) {
    if (x > 0.99) return 0.999;
    return x < -0.99 ? -0.999 : x;
  }

  int period_;
  WindowMax highest_;
  WindowMin lowest_;
  double place_ = 0;
  double fisher_ = 0;
};

using Updater = Fisher;

inline Definition Define() {
  return {
      .name = "fisher",
      .long_name = "Fisher transform",
      .category = "momentum",
      .inputs = {Input::kHigh, Input::kLow},
      .parameters = {Period(10)},
      .outputs = {"fisher", "trigger"},
      .description =
          "The median price (high + low) / 2 is placed between its least (-0.5) and greatest (0.5) of the last "
          "`period` bars (0 where they are equal) and smoothed: x = 0.66 place + 0.67 previous x, within 0.999 of 0. "
          "fisher: 0.5 ln((1 + x) / (1 - x)) plus half the previous fisher; trigger: the previous fisher. Both begin "
          "from 0. John Ehlers, Using the Fisher transform, Stocks & Commodities 20:11 (2002).",
      .recursive = true,
      .warm_up = &PeriodBars,
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::fisher
