#include <cmath>

#include "adapter.h"
#include "definitions.h"
#include "kit/extremes.h"
#include "kit/finite.h"
#include "kit/window.h"

namespace mib::indicators {
namespace {

class Ulcer {
 public:
  static constexpr size_t kInputs = 1;
  static constexpr size_t kOutputs = 1;

  explicit Ulcer(Params params) : highest_(static_cast<int>(params[0])), squares_(static_cast<int>(params[0])) {}

  bool Update(const double* in, double* out) {
    const double close = FiniteOrNan(in[0]);
    if (!highest_.Push(close)) return false;
    const double highest = highest_.value();
    // A highest close of 0 gives 0, unless a close is not finite.
    const double drawdown = highest == 0 ? 0 * close : 100 * (close - highest) / highest;
    if (!squares_.Push(drawdown * drawdown)) return false;
    out[0] = std::sqrt(squares_.value());
    return true;
  }

 private:
  WindowMax highest_;
  SlidingMean squares_;
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
