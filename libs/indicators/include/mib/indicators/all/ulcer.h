#pragma once

#include <cmath>

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/derived.h"
#include "mib/indicators/kit/extremes.h"
#include "mib/indicators/kit/finite.h"
#include "mib/indicators/kit/roots.h"
#include "mib/indicators/kit/trail.h"
#include "mib/indicators/kit/window.h"

namespace mib::indicators::ulcer {

class Ulcer {
 public:
  static constexpr size_t kInputs = 1;
  static constexpr size_t kOutputs = 1;

  explicit Ulcer(Params params)
      : highest_(static_cast<int>(params[0])),
        squares_(static_cast<int>(params[0])),
        mean_(static_cast<int>(params[0])) {}

  bool Update(const double* in, double* out) {
    const double close = FiniteOrNan(in[0]);
    if (!highest_.Push(close)) return false;
    const double square = Square(close, highest_.value());
    squares_.Push(square);
    if (!mean_.Push(square)) return false;
    out[0] = std::sqrt(mean_.value());
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) {
    Derived column;
    const double* from = in[0];
    const double* closes =
        column.Fill(RowsBefore(mean_.size()), count, [=](ptrdiff_t i) { return FiniteOrNan(from[i]); });
    double highest[kBlock];
    highest_.Run(closes, count, highest);
    double* squares = squares_.Block();
    for (size_t i = 0; i < count; ++i) squares[i] = Square(closes[i], highest[i]);
    squares_.Advance(count);
    mean_.Run(squares, count, out[0]);
    RunRoots(out[0], count, 1, out[0]);
  }

 private:
  /// Of the drawdown in percent. A highest close of 0 gives 0, unless a close is not finite.
  static double Square(double close, double highest) {
    const double part = 100 * (close - highest) / highest;
    const double drawdown = highest == 0 ? 0 * close : part;
    return drawdown * drawdown;
  }

  WindowMax highest_;
  Trail squares_;
  SlidingMean mean_;
};

using Updater = Ulcer;

inline Definition Define() {
  return {
      .name = "ulcer",
      .long_name = "Ulcer index",
      .category = "volatility",
      .inputs = {Input::kClose},
      .parameters = {Period(14)},
      .outputs = {"ulcer"},
      .description =
          "The root of the mean square, over `period` bars, of the drawdown in percent: how far the close is below the "
          "highest close of its own last `period` bars. 0 is counted where that is 0. P. Martin and B. McCann, The "
          "Investor's Guide to Fidelity Funds (1989).",
      .warm_up = [](Params params) { return 2 * static_cast<int>(params[0]) - 1; },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::ulcer
