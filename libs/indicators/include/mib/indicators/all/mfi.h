#pragma once

#include <cmath>

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/derived.h"
#include "mib/indicators/kit/finite.h"
#include "mib/indicators/kit/select.h"
#include "mib/indicators/kit/window.h"

namespace mib::indicators::mfi {

class Mfi {
 public:
  static constexpr size_t kInputs = 4;
  static constexpr size_t kOutputs = 1;

  explicit Mfi(Params params) : flows_(static_cast<int>(params[0])) {}

  bool Update(const double* in, double* out) {
    const double price = (in[0] + in[1] + in[2]) / 3;
    const double rising = Flow<true>(previous_, price, in[3]);
    const double falling = Flow<false>(previous_, price, in[3]);
    previous_ = price;
    if (!begun_) {
      begun_ = true;
      return false;
    }
    if (!flows_.Push({rising, falling})) return false;
    out[0] = Index(flows_.value(0), flows_.value(1));
    return true;
  }
  MIB_FOR_EACH_PROCESSOR void Run(const double* const* in, size_t count, double* const* out) {
    const double *highs = in[0], *lows = in[1], *closes = in[2], *volumes = in[3];
    const int before = RowsBefore(flows_.size());
    Derived column;
    // One more, for the bar before the first.
    const double* prices =
        column.Fill(before + 1, count, [=](ptrdiff_t i) { return (highs[i] + lows[i] + closes[i]) / 3; });
    const auto rising = [=](ptrdiff_t i) { return Flow<true>(prices[i - 1], prices[i], volumes[i]); };
    const auto falling = [=](ptrdiff_t i) { return Flow<false>(prices[i - 1], prices[i], volumes[i]); };
    Derived rising_flows;
    Derived falling_flows;
    const double* const columns[] = {rising_flows.Fill(before, count, rising),
                                     falling_flows.Fill(before, count, falling)};
    double total_falling[kBlock];
    double* const sums[] = {out[0], total_falling};
    flows_.Run(columns, count, sums);
    for (size_t i = 0; i < count; ++i) out[0][i] = Index(out[0][i], total_falling[i]);
  }

 private:
  /// The bar's flow if the price rises (or falls), else 0.
  template <bool kRising>
  static double Flow(double previous, double price, double volume) {
    const double change = FiniteOrNan(kRising ? price - previous : previous - price);
    const double flow = FiniteOrNan(price * volume);
    // Sums of three prices that are equal but for their rounding.
    const double noise = kEqual * (std::abs(price) + std::abs(previous));
    // A NaN in either spoils both.
    const double none = 0 * (change + flow);
    return Select(change > noise, flow, none);
  }
  static double Index(double rising, double falling) {
    const double sum = rising + falling;
    const double index = 100 * (rising / sum);
    return sum == 0 ? 0 : index;
  }

  static constexpr double kEqual = 1e-14;

  // Rising and falling.
  SlidingSums<2> flows_;
  double previous_ = 0;
  bool begun_ = false;
};

using Updater = Mfi;

inline Definition Define() {
  return {
      .name = "mfi",
      .long_name = "Money flow index",
      .category = "volume",
      .inputs = {Input::kHigh, Input::kLow, Input::kClose, Input::kVolume},
      .parameters = {Period(14, 2)},
      .outputs = {"mfi"},
      .description =
          "Of the last `period` bars' money flow, typical price (high + low + close) / 3 times volume, the percentage "
          "in bars whose typical price rose among those where it rose or fell. 0 where there is none, as in TA-Lib. G. "
          "Quong and A. Soudack, Stocks and Commodities 7:3 (1989).",
      .warm_up = [](Params params) { return static_cast<int>(params[0]) + 1; },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::mfi
