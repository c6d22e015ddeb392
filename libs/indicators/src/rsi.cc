#include <algorithm>

#include "adapter.h"
#include "definitions.h"
#include "smoothing.h"

namespace mib::indicators {
namespace {

class Rsi {
 public:
  static constexpr size_t kInputs = 1;
  static constexpr size_t kOutputs = 1;

  explicit Rsi(Params params)
      : gains_(Smoothing::Wilder(static_cast<int>(params[0]))),
        losses_(Smoothing::Wilder(static_cast<int>(params[0]))) {}

  bool Update(const double* in, double* out) {
    const double change = in[0] - previous_;
    previous_ = in[0];
    if (!begun_) {
      begun_ = true;
      return false;
    }
    gains_.Push(std::max(change, 0.0));
    if (!losses_.Push(std::max(-change, 0.0))) return false;
    const double movement = gains_.value() + losses_.value();
    out[0] = movement == 0 ? 0 : 100 * (gains_.value() / movement);
    return true;
  }

 private:
  Smoothing gains_;
  Smoothing losses_;
  double previous_ = 0;
  bool begun_ = false;
};

}  // namespace

Definition RsiDefinition() {
  return {
      .name = "rsi",
      .long_name = "Relative strength index",
      .category = "momentum",
      .inputs = {Input::kClose},
      .parameters = {Period(14, 2)},
      .outputs = {"rsi"},
      .description =
          "Mean gain as a percentage of mean gain plus mean loss, from 0 to 100. Means are Wilder's: each moves by 1 / "
          "period of "
          "the distance; the first is the plain mean of the first `period` changes. 0 where the price has not moved at "
          "all, "
          "as in TA-Lib. J. W. Wilder, New Concepts in Technical Trading Systems (1978).",
      .recursive = true,
      .warm_up = [](Params params) { return static_cast<int>(params[0]) + 1; },
      .make = &Make<Rsi>,
      .batch = &Batch<Rsi>,
  };
}

}  // namespace mib::indicators
