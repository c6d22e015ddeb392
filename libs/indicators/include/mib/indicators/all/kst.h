#pragma once

#include <algorithm>
#include <array>

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/derived.h"
#include "mib/indicators/kit/finite.h"
#include "mib/indicators/kit/trail.h"
#include "mib/indicators/kit/window.h"

namespace mib::indicators::kst {

inline constexpr size_t kTerms = 4;
inline constexpr size_t kSignal = 2 * kTerms;

inline double Change(double now, double then) { return RatioOrZero(now - then, then); }

/// The simple mean of rates of change, counted `weight` times, in percent.
class Term {
 public:
  Term(double bars, double average, double weight)
      : bars_(static_cast<int>(bars)), window_(static_cast<int>(average)), scale_(100 * weight / average) {}

  int bars() const { return bars_; }
  bool Push(double now, double then) { return window_.Push(Change(now, then)); }
  double value() const { return scale_ * window_.value(); }
  /// Adds Push for `count` values to `kst`.
  void Run(const double* x, size_t count, double* kst) {
    const double* past = x - bars_;
    Derived changes;
    double sums[kBlock];
    window_.Run(changes.Fill(RowsBefore(window_.size()), count, [=](ptrdiff_t i) { return Change(x[i], past[i]); }),
                count, sums);
    for (size_t i = 0; i < count; ++i) kst[i] += scale_ * sums[i];
  }

 private:
  int bars_;
  SlidingSum window_;
  double scale_;
};

class Kst {
 public:
  static constexpr size_t kInputs = 1;
  static constexpr size_t kOutputs = 2;

  explicit Kst(Params params)
      : terms_{Term{params[0], params[4], 1}, Term{params[1], params[5], 2}, Term{params[2], params[6], 3},
               Term{params[3], params[7], 4}},
        longest_(static_cast<int>(*std::max_element(params.begin(), params.begin() + kTerms))),
        closes_(longest_ + 1),
        kst_(static_cast<int>(params[kSignal])),
        signal_(static_cast<int>(params[kSignal])) {}

  bool Update(const double* in, double* out) {
    closes_.Push(in[0]);
    const double* newest = closes_.Last() + longest_;
    double kst = 0;
    bool ready = true;
    for (Term& term : terms_) {
      ready = bars_ >= term.bars() && term.Push(in[0], *(newest - term.bars())) && ready;
      kst += term.value();
    }
    if (bars_ < longest_) ++bars_;
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
    for (Term& term : terms_) term.Run(in[0], count, kst);
    kst_.Advance(count);
    std::copy_n(kst, count, out[0]);
    signal_.Run(kst, count, out[1]);
  }

 private:
  std::array<Term, kTerms> terms_;
  int longest_;
  // In front of the newest, up to longest_.
  int bars_ = 0;
  Trail closes_;
  Trail kst_;
  SlidingMean signal_;
};

inline int WarmUp(Params params) {
  double bars = 0;
  for (size_t i = 0; i < kTerms; ++i) bars = std::max(bars, params[i] + params[i + kTerms]);
  return static_cast<int>(bars + params[kSignal]) - 1;
}

using Updater = Kst;

inline Definition Define() {
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
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::kst
