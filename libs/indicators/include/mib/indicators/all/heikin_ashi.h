#pragma once

#include <array>
#include <cmath>
#include <utility>

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/finite.h"

namespace mib::indicators::heikin_ashi {

class HeikinAshi {
 public:
  static constexpr size_t kInputs = 4;
  static constexpr size_t kOutputs = 4;

  explicit HeikinAshi(Params) {}

  bool Update(const double* in, double* out) {
    const size_t place = bars_ % 2;
    const double before = closes_[1 - place];
    const double close = Close(in[0], in[1], in[2], in[3]);
    double open = Open(opens_[place], closes_[place], before);
    if (bars_ < 2) [[unlikely]]
      open = bars_ == 0 ? (in[0] + in[3]) / 2 : (opens_[0] + before) / 2;
    opens_[place] = open;
    closes_[place] = close;
    ++bars_;
    out[0] = Unspoilt(open, open, close);
    out[1] = High(in[1], open, close);
    out[2] = Low(in[2], open, close);
    out[3] = close;
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) {
    size_t i = 0;
    double row[kInputs];
    double values[kOutputs];
    for (; i < count && bars_ < 2; ++i) {
      for (size_t c = 0; c < kInputs; ++c) row[c] = in[c][i];
      Update(row, values);
      for (size_t c = 0; c < kOutputs; ++c) out[c][i] = values[c];
    }
    // Of its own, so that they need not be stored after each bar.
    const size_t place = bars_ % 2;
    double opens[] = {opens_[place], opens_[1 - place]};
    double closes[] = {closes_[place], closes_[1 - place]};
    bars_ += count - i;
    for (; i < count; ++i) {
      const double open = Open(opens[0], closes[0], closes[1]);
      const double close = Close(in[0][i], in[1][i], in[2][i], in[3][i]);
      opens[0] = std::exchange(opens[1], open);
      closes[0] = std::exchange(closes[1], close);
      out[0][i] = Unspoilt(open, open, close);
      out[1][i] = High(in[1][i], open, close);
      out[2][i] = Low(in[2][i], open, close);
      out[3][i] = close;
    }
    opens_[bars_ % 2] = opens[0];
    opens_[(bars_ + 1) % 2] = opens[1];
    closes_[bars_ % 2] = closes[0];
    closes_[(bars_ + 1) % 2] = closes[1];
  }

 private:
  // Half-way between open and close of the candle before, written out for two bars, so that a bar need not wait for the
  // last.
  static double Open(double open2, double close2, double close1) { return open2 / 4 + (close2 / 4 + close1 / 2); }
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

  // Of the last two candles, by place.
  std::array<double, 2> opens_{};
  std::array<double, 2> closes_{};
  size_t bars_ = 0;
};

using Updater = HeikinAshi;

inline Definition Define() {
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
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::heikin_ashi
