#include <algorithm>

#include "adapter.h"
#include "definitions.h"
#include "kit/directional.h"

namespace mib::indicators {
namespace {

class MinusDm {
 public:
  static constexpr size_t kInputs = 2;
  static constexpr size_t kOutputs = 1;

  explicit MinusDm(Params params)
      : sum_(static_cast<int>(params[0])), needed_(std::max(static_cast<int>(params[0]) - 1, 1)) {}

  bool Update(const double* in, double* out) {
    if (!movement_.Push(in[0], in[1])) return false;
    sum_.Push(movement_.minus());
    if (sum_.count() < needed_) return false;
    out[0] = sum_.value();
    return true;
  }

 private:
  DirectionalMovement movement_;
  WilderSum sum_;
  int needed_;
};

}  // namespace

Definition Definition_minus_dm() {
  return {
      .name = "minus_dm",
      .long_name = "Minus directional movement",
      .category = "trend",
      .inputs = {Input::kHigh, Input::kLow},
      .parameters = {Period(14)},
      .outputs = {"minus_dm"},
      .description =
          "How far a bar reaches with its low below the low of the bar before, where that is farther than it reaches "
          "on the other side, else 0; as Wilder's running sum: plain over the first period - 1 bars, then one "
          "period-th goes out for each that comes in. J. W. Wilder, New Concepts in Technical Trading Systems (1978).",
      .recursive = true,
      .warm_up = [](Params params) { return std::max(static_cast<int>(params[0]), 2); },
      .make = &Make<MinusDm>,
      .batch = &Batch<MinusDm>,
  };
}

}  // namespace mib::indicators
