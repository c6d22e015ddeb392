#include <cmath>

#include "adapter.h"
#include "definitions.h"
#include "kit/sum_over.h"
#include "kit/window.h"

namespace mib::indicators {
namespace {

class Cci {
 public:
  static constexpr size_t kInputs = 3;
  static constexpr size_t kOutputs = 1;

  explicit Cci(Params params) : prices_(static_cast<int>(params[0])), window_(static_cast<int>(params[0])) {}

  bool Update(const double* in, double* out) {
    const double price = (in[0] + in[1] + in[2]) / 3;
    prices_.Push(price);
    if (!window_.Push(price)) return false;
    const double mean = window_.value();
    const double* prices = prices_.values().data();
    const double deviation =
        SumOver(prices_.values().size(), [=](size_t i) { return std::abs(prices[i] - mean); }) / window_.size();
    out[0] = deviation <= kNoise * std::abs(mean) ? 0 : (price - mean) / (kScale * deviation);
    return true;
  }

 private:
  // Lambert's: about three quarters of all values then lie within 100.
  static constexpr double kScale = 0.015;
  // What rounding makes of the same price from other highs, lows and closes.
  static constexpr double kNoise = 1e-15;

  History prices_;
  SlidingMean window_;
};

}  // namespace

Definition Definition_cci() {
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
      .make = &Make<Cci>,
      .make_panel = &MakePanel<Cci>,
      .batch = &Batch<Cci>,
  };
}

}  // namespace mib::indicators
