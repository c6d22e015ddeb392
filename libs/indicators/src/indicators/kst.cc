#include <algorithm>
#include <array>

#include "adapter.h"
#include "definitions.h"
#include "kit/delay.h"
#include "kit/derived.h"
#include "kit/finite.h"
#include "kit/trail.h"
#include "kit/window.h"

namespace mib::indicators {
namespace {

constexpr size_t kTerms = 4;
constexpr size_t kSignal = 2 * kTerms;

/// The simple mean of rates of change.
class SmoothedChange {
 public:
  SmoothedChange(double bars, double average)
      : bars_(static_cast<int>(bars)), past_(bars_), window_(static_cast<int>(average)) {}

  bool Push(double x) { return past_.Push(x) && window_.Push(Change(x, past_.value())); }
  double value() { return window_.value(); }
  void Run(const double* x, size_t count, double* values) {
    const double* past = x - bars_;
    Derived changes;
    window_.Run(changes.Fill(RowsBefore(window_.size()), count, [=](ptrdiff_t i) { return Change(x[i], past[i]); }),
                count, values);
  }

 private:
  static double Change(double now, double then) { return 100 * RatioOrZero(now - then, then); }

  int bars_;
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
        kst_(static_cast<int>(params[kSignal])),
        signal_(static_cast<int>(params[kSignal])) {}

  bool Update(const double* in, double* out) {
    double kst = 0;
    bool ready = true;
    for (size_t i = 0; i < kTerms; ++i) {
      ready = terms_[i].Push(in[0]) && ready;
      if (ready) kst += static_cast<double>(i + 1) * terms_[i].value();
    }
    if (!ready) return false;
    kst_.Push(kst);
    if (!signal_.Push(kst)) return false;
    out[0] = kst;
    out[1] = signal_.value();
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) {
    double* kst = kst_.Block();
    std::fill_n(kst, count, 0);
    for (size_t term = 0; term < kTerms; ++term) {
      double means[kBlock];
      terms_[term].Run(in[0], count, means);
      for (size_t i = 0; i < count; ++i) kst[i] += static_cast<double>(term + 1) * means[i];
    }
    kst_.Advance(count);
    std::copy_n(kst, count, out[0]);
    signal_.Run(kst, count, out[1]);
  }

 private:
  std::array<SmoothedChange, kTerms> terms_;
  Trail kst_;
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
