#include <cmath>

#include "adapter.h"
#include "definitions.h"
#include "kit/derived.h"
#include "kit/extremes.h"
#include "kit/finite.h"
#include "kit/roots.h"
#include "kit/trail.h"
#include "kit/window.h"

namespace mib::indicators {
namespace {

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

}  // namespace

Definition Definition_ulcer() {
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
      .make = &Make<Ulcer>,
      .make_panel = &MakePanel<Ulcer>,
      .batch = &Batch<Ulcer>,
  };
}

}  // namespace mib::indicators
