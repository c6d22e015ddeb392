#pragma once

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/smoothing.h"
#include "mib/indicators/kit/true_range.h"

namespace mib::indicators::natr {

class Natr {
 public:
  static constexpr size_t kInputs = 3;
  static constexpr size_t kOutputs = 1;

  explicit Natr(Params params) : mean_(Smoothing::Wilder(static_cast<int>(params[0]))) {}

  bool Update(const double* in, double* out) {
    if (!range_.Push(in[0], in[1], in[2])) return false;
    if (!mean_.Push(range_.value())) return false;
    out[0] = OfClose(mean_.value(), in[2]);
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) {
    TrueRange::Run(in[0], in[1], in[2], count, out[0]);
    mean_.Run(out[0], count, out[0]);
    for (size_t i = 0; i < count; ++i) out[0][i] = OfClose(out[0][i], in[2][i]);
  }

 private:
  // A close of 0 gives 0, unless the mean is spoilt.
  static double OfClose(double mean, double close) {
    const double percent = mean / close * 100;
    return close == 0 ? 0 * mean : percent;
  }

  TrueRange range_;
  Smoothing mean_;
};

using Updater = Natr;

inline Definition Define() {
  return {
      .name = "natr",
      .long_name = "Normalised average true range",
      .category = "volatility",
      .inputs = {Input::kHigh, Input::kLow, Input::kClose},
      .parameters = {Period(14)},
      .outputs = {"natr"},
      .description =
          "The average true range in percent of the close; 0 where the close is 0, as in TA-Lib. J. W. Wilder, New "
          "Concepts in Technical Trading Systems (1978).",
      .recursive = true,
      .warm_up = [](Params params) { return static_cast<int>(params[0]) + 1; },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::natr
