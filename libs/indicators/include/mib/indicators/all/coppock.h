#pragma once

#include <algorithm>

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/delay.h"
#include "mib/indicators/kit/derived.h"
#include "mib/indicators/kit/finite.h"
#include "mib/indicators/kit/linear_fit.h"

namespace mib::indicators::coppock {

enum { kLong, kShort, kAverage };

class Coppock {
 public:
  static constexpr size_t kInputs = 1;
  static constexpr size_t kOutputs = 1;

  explicit Coppock(Params params)
      : long_bars_(static_cast<int>(params[kLong])),
        short_bars_(static_cast<int>(params[kShort])),
        long_(long_bars_),
        short_(short_bars_),
        average_(static_cast<int>(params[kAverage])) {}

  bool Update(const double* in, double* out) {
    const bool long_ready = long_.Push(in[0]);
    const bool short_ready = short_.Push(in[0]);
    if (!long_ready || !short_ready) return false;
    if (!average_.Push(Change(in[0], long_.value(), short_.value()))) return false;
    out[0] = average_.WeightedMean();
    return true;
  }
  MIB_FOR_EACH_PROCESSOR void Run(const double* const* in, size_t count, double* const* out) {
    const double* closes = in[0];
    const double* long_ago = closes - long_bars_;
    const double* short_ago = closes - short_bars_;
    Derived changes;
    average_.RunWeightedMeans(changes.Fill(RowsBefore(average_.size()), count,
                                           [=](ptrdiff_t i) { return Change(closes[i], long_ago[i], short_ago[i]); }),
                              count, out[0]);
  }

 private:
  static double Change(double now, double long_ago, double short_ago) {
    return 100 * (RatioOrZero(now - long_ago, long_ago) + RatioOrZero(now - short_ago, short_ago));
  }

  int long_bars_;
  int short_bars_;
  Delay long_;
  Delay short_;
  LinearFit average_;
};

using Updater = Coppock;

inline Definition Define() {
  return {
      .name = "coppock",
      .long_name = "Coppock curve",
      .category = "momentum",
      .inputs = {Input::kClose},
      .parameters = {{"long", "Bars of the longer rate of change.", 14, 1, kLongestPeriod, true},
                     {"short", "Bars of the shorter one.", 11, 1, kLongestPeriod, true},
                     {"average", "Period of the weighted average.", 10, 1, kLongestPeriod, true}},
      .outputs = {"coppock"},
      .description =
          "The weighted average of the sum of two rates of change in percent, meant for monthly bars. A rate from a "
          "close of 0 counts as 0. E. S. C. Coppock, Barron's (1962).",
      .warm_up =
          [](Params params) { return static_cast<int>(std::max(params[kLong], params[kShort]) + params[kAverage]); },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::coppock
