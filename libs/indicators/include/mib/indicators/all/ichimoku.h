#pragma once

#include <algorithm>

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/delay.h"
#include "mib/indicators/kit/extremes.h"
#include "mib/indicators/kit/finite.h"

namespace mib::indicators::ichimoku {

class Ichimoku {
 public:
  static constexpr size_t kInputs = 2;
  static constexpr size_t kOutputs = 4;

  explicit Ichimoku(Params params)
      : conversion_(params[0]),
        base_(params[1]),
        leading_(params[2]),
        ahead_a_(static_cast<int>(params[3])),
        ahead_b_(static_cast<int>(params[3])) {}

  bool Update(const double* in, double* out) {
    conversion_.Push(in[0], in[1]);
    base_.Push(in[0], in[1]);
    leading_.Push(in[0], in[1]);
    if (!(conversion_.full && base_.full && leading_.full)) return false;
    const double conversion = conversion_.Middle();
    const double base = base_.Middle();
    ahead_b_.Push(leading_.Middle());
    if (!ahead_a_.Push((conversion + base) / 2)) return false;
    out[0] = conversion;
    out[1] = base;
    out[2] = ahead_a_.value();
    out[3] = ahead_b_.value();
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) {
    double ahead[kBlock];
    conversion_.Run(in[0], in[1], count, out[0]);
    base_.Run(in[0], in[1], count, out[1]);
    for (size_t i = 0; i < count; ++i) ahead[i] = (out[0][i] + out[1][i]) / 2;
    ahead_a_.Run(ahead, count, out[2]);
    leading_.Run(in[0], in[1], count, ahead);
    ahead_b_.Run(ahead, count, out[3]);
  }

 private:
  struct Channel {
    explicit Channel(double period) : highest(static_cast<int>(period)), lowest(static_cast<int>(period)) {}
    void Push(double high, double low) {
      highest.Push(high);
      full = lowest.Push(low);
    }
    double Middle() const { return (highest.value() + lowest.value()) / 2; }
    void Run(const double* highs, const double* lows, size_t count, double* middles) {
      double lowests[kBlock];
      highest.Run(highs, count, middles);
      lowest.Run(lows, count, lowests);
      for (size_t i = 0; i < count; ++i) middles[i] = (middles[i] + lowests[i]) / 2;
    }
    WindowMax highest;
    WindowMin lowest;
    bool full = false;
  };

  Channel conversion_;
  Channel base_;
  Channel leading_;
  Delay ahead_a_;
  Delay ahead_b_;
};

using Updater = Ichimoku;

inline Definition Define() {
  return {
      .name = "ichimoku",
      .long_name = "Ichimoku Kinko Hyo",
      .category = "trend",
      .inputs = {Input::kHigh, Input::kLow},
      .parameters = {{"conversion", "Bars of the conversion line.", 9, 1, kLongestPeriod, true},
                     {"base", "Bars of the base line.", 26, 1, kLongestPeriod, true},
                     {"leading", "Bars of the second leading span.", 52, 1, kLongestPeriod, true},
                     {"displacement", "Bars by which the leading spans are shifted.", 26, 1, kLongestPeriod, true}},
      .outputs = {"conversion", "base", "leading_a", "leading_b"},
      .description =
          "conversion, base: half-way between the highest high and the lowest low of the last `conversion` and `base` "
          "bars (tenkan-sen, kijun-sen). leading_a, leading_b: the two edges of the cloud under the present bar "
          "(senkou spans), which are what their mean and the same middle of `leading` bars were `displacement` bars "
          "ago. The lagging span is the close drawn `displacement` bars back, so it needs no column. Goichi Hosoda.",
      .warm_up =
          [](Params params) {
            return static_cast<int>(std::max({params[0], params[1], params[2]}) + params[3]);
          },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::ichimoku
