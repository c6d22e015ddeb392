#pragma once

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/smoothing.h"
#include "mib/indicators/kit/true_range.h"

namespace mib::indicators::atr {

class Atr {
 public:
  static constexpr size_t kInputs = 3;
  static constexpr size_t kOutputs = 1;

  explicit Atr(Params params) : mean_(Smoothing::Wilder(static_cast<int>(params[0]))) {}

  bool Update(const double* in, double* out) {
    if (!range_.Push(in[0], in[1], in[2])) return false;
    if (!mean_.Push(range_.value())) return false;
    out[0] = mean_.value();
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) {
    TrueRange::Run(in[0], in[1], in[2], count, out[0]);
    mean_.Run(out[0], count, out[0]);
  }

 private:
  TrueRange range_;
  Smoothing mean_;
};

using Updater = Atr;

inline Definition Define() {
  return {
      .name = "atr",
      .long_name = "Average true range",
      .category = "volatility",
      .inputs = {Input::kHigh, Input::kLow, Input::kClose},
      .parameters = {Period(14)},
      .outputs = {"atr"},
      .description =
          "Wilder's mean of the true range: the first is the plain mean of `period` true ranges; each next one moves "
          "by 1 / period of the distance to the new one. J. W. Wilder, New Concepts in Technical Trading Systems "
          "(1978).",
      .recursive = true,
      .warm_up = [](Params params) { return static_cast<int>(params[0]) + 1; },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::atr
