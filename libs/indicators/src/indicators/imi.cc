#include "adapter.h"
#include "definitions.h"
#include "kit/finite.h"
#include "kit/window.h"

namespace mib::indicators {
namespace {

class IntradayMomentum {
 public:
  static constexpr size_t kInputs = 2;
  static constexpr size_t kOutputs = 1;

  explicit IntradayMomentum(Params params)
      : gains_(static_cast<int>(params[0])), losses_(static_cast<int>(params[0])) {}

  bool Update(const double* in, double* out) {
    const double change = FiniteOrNan(in[1] - in[0]);
    // A NaN goes into both.
    gains_.Push(change < 0 ? 0 : change);
    if (!losses_.Push(change > 0 ? 0 : -change)) return false;
    const double sum = gains_.value() + losses_.value();
    out[0] = sum == 0 ? 50 : 100 * (gains_.value() / sum);
    return true;
  }

 private:
  SlidingSum gains_;
  SlidingSum losses_;
};

}  // namespace

Definition Definition_imi() {
  return {
      .name = "imi",
      .long_name = "Intraday momentum index",
      .category = "momentum",
      .inputs = {Input::kOpen, Input::kClose},
      .parameters = {Period(14)},
      .outputs = {"imi"},
      .description =
          "Of the sum of the bodies |close - open| of the last `period` bars, the percentage in those that closed "
          "higher than they opened; 50 where there is no body, as in TA-Lib. Tushar Chande.",
      .warm_up = &PeriodBars,
      .make = &Make<IntradayMomentum>,
      .make_panel = &MakePanel<IntradayMomentum>,
      .batch = &Batch<IntradayMomentum>,
  };
}

}  // namespace mib::indicators
