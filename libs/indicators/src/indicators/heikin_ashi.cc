#include <algorithm>
#include <cmath>

#include "adapter.h"
#include "definitions.h"
#include "kit/finite.h"

namespace mib::indicators {
namespace {

class HeikinAshi {
 public:
  static constexpr size_t kInputs = 4;
  static constexpr size_t kOutputs = 4;

  explicit HeikinAshi(Params) {}

  bool Update(const double* in, double* out) {
    const double sum = FiniteOrNan(in[0] + in[1] + in[2] + in[3]);
    const double close = sum / 4;
    const double open = begun_ ? (open_ + close_) / 2 : (in[0] + in[3]) / 2;
    begun_ = true;
    open_ = open;
    close_ = close;
    const double body = open + close;
    const bool spoilt = std::isnan(body);
    out[0] = spoilt ? kNan : open;
    out[1] = spoilt ? kNan : std::max({in[1], open, close});
    out[2] = spoilt ? kNan : std::min({in[2], open, close});
    out[3] = close;
    return true;
  }

 private:
  double open_ = 0;
  double close_ = 0;
  bool begun_ = false;
};

}  // namespace

Definition Definition_heikin_ashi() {
  return {
      .name = "heikin_ashi",
      .long_name = "Heikin-Ashi candles",
      .category = "price",
      .inputs = {Input::kOpen, Input::kHigh, Input::kLow, Input::kClose},
      .parameters = {},
      .outputs = {"open", "high", "low", "close"},
      .description =
          "Averaged candles. close: the mean of the bar's open, high, low and close. open: half-way between open and "
          "close of the averaged candle before; of the first bar half-way between its own. high, low: the extremes of "
          "the bar's and of these two. Munehisa Homma's; D. Valcu, Stocks and Commodities 22:2 (2004).",
      .recursive = true,
      .warm_up = [](Params) { return 1; },
      .make = &Make<HeikinAshi>,
      .make_panel = &MakePanel<HeikinAshi>,
      .batch = &Batch<HeikinAshi>,
  };
}

}  // namespace mib::indicators
