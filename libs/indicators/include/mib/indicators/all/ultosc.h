#pragma once

#include <algorithm>

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/derived.h"
#include "mib/indicators/kit/finite.h"
#include "mib/indicators/kit/true_range.h"
#include "mib/indicators/kit/window.h"

namespace mib::indicators::ultosc {

enum { kShort, kMiddle, kLong };

/// Buying pressure over true range, each summed over some bars.
class Pressure {
 public:
  explicit Pressure(int period) : sums_(period) {}

  bool Push(double pressure, double range) { return sums_.Push({pressure, range}); }
  double Ratio() const { return RatioOrZero(sums_.value(0), sums_.value(1)); }
  void Run(const double* pressures, const double* ranges, size_t count, double* ratios) {
    double total_ranges[kBlock];
    const double* const columns[] = {pressures, ranges};
    double* const sums[] = {ratios, total_ranges};
    sums_.Run(columns, count, sums);
    for (size_t i = 0; i < count; ++i) ratios[i] = RatioOrZero(ratios[i], total_ranges[i]);
  }
  int size() const { return sums_.size(); }

 private:
  // Of pressure and range.
  SlidingSums<2> sums_;
};

class Ultosc {
 public:
  static constexpr size_t kInputs = 3;
  static constexpr size_t kOutputs = 1;

  explicit Ultosc(Params params)
      : short_(static_cast<int>(params[kShort])),
        middle_(static_cast<int>(params[kMiddle])),
        long_(static_cast<int>(params[kLong])) {}

  bool Update(const double* in, double* out) {
    const double pressure = Buying(in[1], in[2], previous_close_);
    previous_close_ = in[2];
    if (!range_.Push(in[0], in[1], in[2])) return false;
    short_.Push(pressure, range_.value());
    middle_.Push(pressure, range_.value());
    if (!long_.Push(pressure, range_.value())) return false;
    out[0] = Mean(short_.Ratio(), middle_.Ratio(), long_.Ratio());
    return true;
  }
  MIB_FOR_EACH_PROCESSOR void Run(const double* const* in, size_t count, double* const* out) {
    const double *lows = in[1], *closes = in[2];
    // A window may be too long to look back and another not.
    const int before = std::max({RowsBefore(short_.size()), RowsBefore(middle_.size()), RowsBefore(long_.size())});
    Derived pressure;
    const auto buying = [=](ptrdiff_t i) { return Buying(lows[i], closes[i], closes[i - 1]); };
    const double* pressures = pressure.Fill(before, count, buying);
    DerivedRanges range;
    const double* ranges = range.Fill(in, before, count);
    double middle[kBlock];
    double long_ratios[kBlock];
    short_.Run(pressures, ranges, count, out[0]);
    middle_.Run(pressures, ranges, count, middle);
    long_.Run(pressures, ranges, count, long_ratios);
    for (size_t i = 0; i < count; ++i) out[0][i] = Mean(out[0][i], middle[i], long_ratios[i]);
  }

 private:
  static double Buying(double low, double close, double previous_close) {
    return close - std::min(low, previous_close);
  }
  static double Mean(double short_ratio, double middle_ratio, double long_ratio) {
    return 100 * (4 * short_ratio + 2 * middle_ratio + long_ratio) / 7;
  }

  TrueRange range_;
  Pressure short_;
  Pressure middle_;
  Pressure long_;
  double previous_close_ = 0;
};

inline void CheckOrder(Params params, std::vector<std::pair<std::string, std::string>>* faults) {
  if (params[kShort] > params[kMiddle]) faults->emplace_back("short", "must not be more than middle");
  if (params[kMiddle] > params[kLong]) faults->emplace_back("middle", "must not be more than long");
}

using Updater = Ultosc;

inline Definition Define() {
  return {
      .name = "ultosc",
      .long_name = "Ultimate oscillator",
      .category = "momentum",
      .inputs = {Input::kHigh, Input::kLow, Input::kClose},
      .parameters = {{"short", "Bars of the sums that count four times; not more than middle.", 7, 1, kLongestPeriod,
                      true},
                     {"middle", "Bars of the sums that count twice; not more than long.", 14, 1, kLongestPeriod, true},
                     {"long", "Bars of the sums that count once.", 28, 1, kLongestPeriod, true}},
      .outputs = {"ultosc"},
      .description =
          "Buying pressure (the close less the lower of the low and the close before) over the true range, each summed "
          "over three windows; the ratios count 4, 2 and 1 of 7, times 100. A ratio whose ranges are all 0 counts as "
          "0, as in TA-Lib. Larry Williams, The ultimate oscillator, Stocks & Commodities 3:4 (1985).",
      .warm_up = [](Params params) { return static_cast<int>(params[kLong]) + 1; },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
      .relations = &CheckOrder,
  };
}

}  // namespace mib::indicators::ultosc
