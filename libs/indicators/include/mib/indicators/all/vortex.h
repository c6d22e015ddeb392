#pragma once

#include <cmath>

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/derived.h"
#include "mib/indicators/kit/finite.h"
#include "mib/indicators/kit/true_range.h"
#include "mib/indicators/kit/window.h"

namespace mib::indicators::vortex {

class Vortex {
 public:
  static constexpr size_t kInputs = 3;
  static constexpr size_t kOutputs = 2;

  explicit Vortex(Params params) : sums_(static_cast<int>(params[0])) {}

  bool Update(const double* in, double* out) {
    const double up = std::abs(in[0] - low_);
    const double down = std::abs(in[1] - high_);
    high_ = in[0];
    low_ = in[1];
    if (!range_.Push(in[0], in[1], in[2])) return false;
    if (!sums_.Push({up, down, range_.value()})) return false;
    out[0] = RatioOrZero(sums_.value(kUp), sums_.value(kRange));
    out[1] = RatioOrZero(sums_.value(kDown), sums_.value(kRange));
    return true;
  }
  MIB_FOR_EACH_PROCESSOR void Run(const double* const* in, size_t count, double* const* out) {
    const double *highs = in[0], *lows = in[1];
    const int before = RowsBefore(sums_.size());
    Derived ups;
    Derived downs;
    DerivedRanges range;
    const auto up = [=](ptrdiff_t i) { return std::abs(highs[i] - lows[i - 1]); };
    const auto down = [=](ptrdiff_t i) { return std::abs(lows[i] - highs[i - 1]); };
    const double* const columns[] = {ups.Fill(before, count, up), downs.Fill(before, count, down),
                                     range.Fill(in, before, count)};
    double ranges[kBlock];
    double* const sums[] = {out[0], out[1], ranges};
    sums_.Run(columns, count, sums);
    for (size_t i = 0; i < count; ++i) out[0][i] = RatioOrZero(out[0][i], ranges[i]);
    for (size_t i = 0; i < count; ++i) out[1][i] = RatioOrZero(out[1][i], ranges[i]);
  }

 private:
  enum { kUp, kDown, kRange };

  TrueRange range_;
  SlidingSums<3> sums_;
  double high_ = 0;
  double low_ = 0;
};

using Updater = Vortex;

inline Definition Define() {
  return {
      .name = "vortex",
      .long_name = "Vortex indicator",
      .category = "trend",
      .inputs = {Input::kHigh, Input::kLow, Input::kClose},
      .parameters = {Period(14)},
      .outputs = {"plusvi", "minusvi"},
      .description =
          "plusvi: the sum over `period` bars of |high - previous low|, over the sum of the true ranges. minusvi: of "
          "|low - previous high|. 0 where the ranges are all 0, as in TA-Lib. E. Botes and D. Siepman, Stocks and "
          "Commodities 28:1 (2010).",
      .warm_up = [](Params params) { return static_cast<int>(params[0]) + 1; },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::vortex
