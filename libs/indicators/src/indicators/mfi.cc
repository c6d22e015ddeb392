#include <cmath>

#include "adapter.h"
#include "definitions.h"
#include "kit/finite.h"
#include "kit/select.h"
#include "kit/window.h"

namespace mib::indicators {
namespace {

class Mfi {
 public:
  static constexpr size_t kInputs = 4;
  static constexpr size_t kOutputs = 1;

  explicit Mfi(Params params) : rising_(static_cast<int>(params[0])), falling_(static_cast<int>(params[0])) {}

  bool Update(const double* in, double* out) {
    const double price = (in[0] + in[1] + in[2]) / 3;
    const double change = FiniteOrNan(price - previous_);
    const double flow = FiniteOrNan(price * in[3]);
    // Sums of three prices that are equal but for their rounding.
    const bool still = std::abs(change) <= kEqual * (std::abs(price) + std::abs(previous_));
    previous_ = price;
    if (!begun_) {
      begun_ = true;
      return false;
    }
    // A NaN in either spoils both.
    const double none = 0 * (change + flow);
    rising_.Push(Select((change > 0) & !still, flow, none));
    if (!falling_.Push(Select((change < 0) & !still, flow, none))) return false;
    const double sum = rising_.value() + falling_.value();
    out[0] = sum == 0 ? 0 : 100 * (rising_.value() / sum);
    return true;
  }

 private:
  static constexpr double kEqual = 1e-14;

  SlidingSum rising_;
  SlidingSum falling_;
  double previous_ = 0;
  bool begun_ = false;
};

}  // namespace

Definition Definition_mfi() {
  return {
      .name = "mfi",
      .long_name = "Money flow index",
      .category = "volume",
      .inputs = {Input::kHigh, Input::kLow, Input::kClose, Input::kVolume},
      .parameters = {Period(14, 2)},
      .outputs = {"mfi"},
      .description =
          "Of the last `period` bars' money flow, typical price (high + low + close) / 3 times volume, the percentage "
          "in bars whose typical price rose among those where it rose or fell. 0 where there is none, as in TA-Lib. G. "
          "Quong and A. Soudack, Stocks and Commodities 7:3 (1989).",
      .warm_up = [](Params params) { return static_cast<int>(params[0]) + 1; },
      .make = &Make<Mfi>,
      .make_panel = &MakePanel<Mfi>,
      .batch = &Batch<Mfi>,
  };
}

}  // namespace mib::indicators
