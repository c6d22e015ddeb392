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
    const double close = Close(in[0], in[1], in[2], in[3]);
    const double open = begun_ ? (open_ + close_) / 2 : (in[0] + in[3]) / 2;
    open_ = open;
    close_ = close;
    begun_ = true;
    const double high = High(in[1], open, close);
    const double low = Low(in[2], open, close);
    out[0] = Unspoilt(open, open, close);
    out[1] = high;
    out[2] = low;
    out[3] = close;
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) {
    // Of its own, so that they need not be stored after each bar.
    double open = open_;
    double close = close_;
    for (size_t i = 0; i < count; ++i) {
      open = (open + close) / 2;
      close = Close(in[0][i], in[1][i], in[2][i], in[3][i]);
      out[0][i] = Unspoilt(open, open, close);
      out[1][i] = High(in[1][i], open, close);
      out[2][i] = Low(in[2][i], open, close);
      out[3][i] = close;
    }
    open_ = open;
    close_ = close;
  }

 private:
  static double Close(double open, double high, double low, double close) {
    return FiniteOrNan(open + high + low + close) / 4;
  }
  // NaN where the body is.
  static double Unspoilt(double x, double open, double close) { return std::isnan(open + close) ? kNan : x; }
  static double High(double high, double open, double close) {
    const double top = open > close ? open : close;
    return Unspoilt(high > top ? high : top, open, close);
  }
  static double Low(double low, double open, double close) {
    const double bottom = open < close ? open : close;
    return Unspoilt(low < bottom ? low : bottom, open, close);
  }

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
