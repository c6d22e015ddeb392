#include "adapter.h"
#include "definitions.h"
#include "kit/smoothing.h"

namespace mib::indicators {
namespace {

constexpr int kFast = 12;
constexpr int kSlow = 26;

class MacdFix {
 public:
  static constexpr size_t kInputs = 1;
  static constexpr size_t kOutputs = 3;

  explicit MacdFix(Params params) : signal_(Smoothing::Exponential(static_cast<int>(params[0]))) {}

  bool Update(const double* in, double* out) {
    if (wait_ > 0) {
      --wait_;
    } else {
      fast_.Push(in[0]);
    }
    if (!slow_.Push(in[0])) return false;
    const double macd = fast_.value() - slow_.value();
    if (!signal_.Push(macd)) return false;
    out[0] = macd;
    out[1] = signal_.value();
    out[2] = macd - signal_.value();
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) {
    double slow[kBlock];
    RunBoth({&fast_, &slow_}, {in[0], in[0]}, count, {out[0], slow});
    for (size_t i = 0; i < count; ++i) out[0][i] -= slow[i];
    signal_.Run(out[0], count, out[1]);
    for (size_t i = 0; i < count; ++i) out[2][i] = out[0][i] - out[1][i];
  }

 private:
  int wait_ = kSlow - kFast;
  Smoothing fast_{kFast, 0.15};
  Smoothing slow_{kSlow, 0.075};
  Smoothing signal_;
};

}  // namespace

Definition Definition_macdfix() {
  return {
      .name = "macdfix",
      .long_name = "MACD with the original constants",
      .category = "momentum",
      .inputs = {Input::kClose},
      .parameters = {{"signal", "Period of the signal line.", 9, 1, kLongestPeriod, true}},
      .outputs = {"macd", "signal", "histogram"},
      .description =
          "macd: the exponential averages with weights 0.15 (about 12 bars) less 0.075 (about 26 bars), begun with the "
          "means of the 12 and 26 closes up to the 26th, as in TA-Lib. signal: the exponential average of macd, begun "
          "with the mean of its first values. histogram: macd less signal. Gerald Appel.",
      .recursive = true,
      .warm_up = [](Params params) { return kSlow + static_cast<int>(params[0]) - 1; },
      .make = &Make<MacdFix>,
      .make_panel = &MakePanel<MacdFix>,
      .batch = &Batch<MacdFix>,
  };
}

}  // namespace mib::indicators
