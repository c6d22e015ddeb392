#include "adapter.h"
#include "definitions.h"
#include "kit/smoothing.h"
#include "kit/true_range.h"

namespace mib::indicators {
namespace {

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

}  // namespace

Definition Definition_atr() {
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
      .make = &Make<Atr>,
      .make_panel = &MakePanel<Atr>,
      .batch = &Batch<Atr>,
  };
}

}  // namespace mib::indicators
