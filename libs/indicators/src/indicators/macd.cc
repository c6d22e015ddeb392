#include <algorithm>

#include "adapter.h"
#include "definitions.h"
#include "kit/smoothing.h"

namespace mib::indicators {
namespace {

enum { kFast, kSlow, kSignal };

class Macd {
 public:
  static constexpr size_t kInputs = 1;
  static constexpr size_t kOutputs = 3;

  explicit Macd(Params params)
      : fast_(Smoothing::Exponential(static_cast<int>(params[kFast]))),
        slow_(Smoothing::Exponential(static_cast<int>(params[kSlow]))),
        signal_(Smoothing::Exponential(static_cast<int>(params[kSignal]))) {}

  bool Update(const double* in, double* out) {
    fast_.Push(in[0]);
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
  Smoothing fast_;
  Smoothing slow_;
  Smoothing signal_;
};

void CheckOrder(Params params, std::vector<std::pair<std::string, std::string>>* faults) {
  if (params[kFast] >= params[kSlow]) faults->emplace_back("fast", "must be less than slow");
}

}  // namespace

Definition Definition_macd() {
  return {
      .name = "macd",
      .long_name = "Moving average convergence/divergence",
      .category = "momentum",
      .inputs = {Input::kClose},
      .parameters = {{"fast", "Period of the fast average; less than slow.", 12, 1, kLongestPeriod, true},
                     {"slow", "Period of the slow average.", 26, 2, kLongestPeriod, true},
                     {"signal", "Period of the signal line.", 9, 1, kLongestPeriod, true}},
      .outputs = {"macd", "signal", "histogram"},
      .description =
          "macd: the fast less the slow exponential average, each begun with the simple mean of its own first closes. "
          "signal: the "
          "exponential average of macd, begun with the mean of its first values. histogram: macd less signal. Gerald "
          "Appel. "
          "(TA-Lib begins the fast average later, where the slow one begins; the two agree once settled.)",
      .recursive = true,
      .warm_up = [](Params params) { return static_cast<int>(params[kSlow] + params[kSignal]) - 1; },
      .make = &Make<Macd>,
      .make_panel = &MakePanel<Macd>,
      .batch = &Batch<Macd>,
      .relations = &CheckOrder,
  };
}

}  // namespace mib::indicators
