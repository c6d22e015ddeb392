#include <algorithm>

#include "adapter.h"
#include "definitions.h"
#include "kit/delay.h"
#include "kit/finite.h"
#include "kit/linear_fit.h"

namespace mib::indicators {
namespace {

enum { kLong, kShort, kAverage };

class Coppock {
 public:
  static constexpr size_t kInputs = 1;
  static constexpr size_t kOutputs = 1;

  explicit Coppock(Params params)
      : long_(static_cast<int>(params[kLong])),
        short_(static_cast<int>(params[kShort])),
        average_(static_cast<int>(params[kAverage])) {}

  bool Update(const double* in, double* out) {
    const bool long_ready = long_.Push(in[0]);
    const bool short_ready = short_.Push(in[0]);
    if (!long_ready || !short_ready) return false;
    const double change =
        RatioOrZero(in[0] - long_.value(), long_.value()) + RatioOrZero(in[0] - short_.value(), short_.value());
    if (!average_.Push(100 * change)) return false;
    out[0] = average_.WeightedMean();
    return true;
  }

 private:
  Delay long_;
  Delay short_;
  LinearFit average_;
};

}  // namespace

Definition Definition_coppock() {
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
      .make = &Make<Coppock>,
      .make_panel = &MakePanel<Coppock>,
      .batch = &Batch<Coppock>,
  };
}

}  // namespace mib::indicators
