#include <algorithm>
#include <array>

#include "adapter.h"
#include "definitions.h"
#include "kit/delay.h"
#include "kit/finite.h"
#include "kit/window.h"

namespace mib::indicators {
namespace {

constexpr size_t kTerms = 4;
constexpr size_t kSignal = 2 * kTerms;

/// The simple mean of rates of change.
class SmoothedChange {
 public:
  SmoothedChange(double bars, double average) : past_(static_cast<int>(bars)), window_(static_cast<int>(average)) {}

  bool Push(double x) { return past_.Push(x) && window_.Push(100 * RatioOrZero(x - past_.value(), past_.value())); }
  double value() { return window_.value(); }

 private:
  Delay past_;
  SlidingMean window_;
};

class Kst {
 public:
  static constexpr size_t kInputs = 1;
  static constexpr size_t kOutputs = 2;

  explicit Kst(Params params)
      : terms_{SmoothedChange{params[0], params[4]}, SmoothedChange{params[1], params[5]},
               SmoothedChange{params[2], params[6]}, SmoothedChange{params[3], params[7]}},
        signal_(static_cast<int>(params[kSignal])) {}

  bool Update(const double* in, double* out) {
    double kst = 0;
    bool ready = true;
    for (size_t i = 0; i < kTerms; ++i) {
      ready = terms_[i].Push(in[0]) && ready;
      if (ready) kst += static_cast<double>(i + 1) * terms_[i].value();
    }
    if (!ready || !signal_.Push(kst)) return false;
    out[0] = kst;
    out[1] = signal_.value();
    return true;
  }

 private:
  std::array<SmoothedChange, kTerms> terms_;
  SlidingMean signal_;
};

int WarmUp(Params params) {
  double bars = 0;
  for (size_t i = 0; i < kTerms; ++i) bars = std::max(bars, params[i] + params[i + kTerms]);
  return static_cast<int>(bars + params[kSignal]) - 1;
}

}  // namespace

Definition Definition_kst() {
  return {
      .name = "kst",
      .long_name = "Know sure thing",
      .category = "momentum",
      .inputs = {Input::kClose},
      .parameters = {{"roc1", "Bars of the first rate of change.", 10, 1, kLongestPeriod, true},
                     {"roc2", "Bars of the second rate of change.", 15, 1, kLongestPeriod, true},
                     {"roc3", "Bars of the third rate of change.", 20, 1, kLongestPeriod, true},
                     {"roc4", "Bars of the fourth rate of change.", 30, 1, kLongestPeriod, true},
                     {"sma1", "Values of the first mean.", 10, 1, kLongestPeriod, true},
                     {"sma2", "Values of the second mean.", 10, 1, kLongestPeriod, true},
                     {"sma3", "Values of the third mean.", 10, 1, kLongestPeriod, true},
                     {"sma4", "Values of the fourth mean.", 15, 1, kLongestPeriod, true},
                     {"signal", "Period of the signal line.", 9, 1, kLongestPeriod, true}},
      .outputs = {"kst", "signal"},
      .description =
          "kst: four simple means of rates of change in percent, from fast to slow, counted 1, 2, 3 and 4 times. "
          "signal: its simple mean. A rate from a close of 0 counts as 0. Martin Pring, Stocks & Commodities 10:9 "
          "(1992).",
      .warm_up = &WarmUp,
      .make = &Make<Kst>,
      .make_panel = &MakePanel<Kst>,
      .batch = &Batch<Kst>,
  };
}

}  // namespace mib::indicators
