#pragma once

#include <algorithm>

#include "mib/indicators/averages/average_pair.h"
#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/trail.h"

namespace mib::indicators::macdext {

enum { kFast, kSlow, kSignal, kFastType, kSlowType, kSignalType };

inline AveragePair::Kind KindOf(Params params, size_t period, size_t type) {
  return {static_cast<int>(params[type]), static_cast<int>(params[period])};
}

/// Lets values pass before it begins.
class LateAverage {
 public:
  LateAverage(AveragePair::Kind kind, int wait) : average_(kind.type, kind.period), wait_(wait) {}

  bool Push(double x) {
    if (wait_ == 0) return average_.Push(x);
    --wait_;
    return false;
  }
  double value() { return average_.value(); }
  void Run(const double* x, size_t count, double* values) { average_.Run(x, count, values); }

 private:
  AnyAverage average_;
  int wait_;
};

class MacdExt {
 public:
  static constexpr size_t kInputs = 1;
  static constexpr size_t kOutputs = 3;

  explicit MacdExt(Params params)
      : MacdExt(KindOf(params, kFast, kFastType), KindOf(params, kSlow, kSlowType),
                KindOf(params, kSignal, kSignalType)) {}

  bool Update(const double* in, double* out) {
    const bool fast_ready = fast_.Push(in[0]);
    if (!slow_.Push(in[0]) || !fast_ready) return false;
    const double macd = fast_.value() - slow_.value();
    macd_.Push(macd);
    if (!signal_.Push(macd)) return false;
    out[0] = macd;
    out[1] = signal_.value();
    out[2] = macd - out[1];
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) {
    double* macd = macd_.Block();
    double slow[kBlock];
    fast_.Run(in[0], count, macd);
    slow_.Run(in[0], count, slow);
    for (size_t i = 0; i < count; ++i) macd[i] -= slow[i];
    macd_.Advance(count);
    signal_.Run(macd, count, out[1]);
    std::copy_n(macd, count, out[0]);
    for (size_t i = 0; i < count; ++i) out[2][i] = out[0][i] - out[1][i];
  }

 private:
  using Kind = AveragePair::Kind;
  MacdExt(Kind fast, Kind slow, Kind signal)
      : fast_(fast, AveragePair::WarmUp(fast, slow) - fast.WarmUp()),
        slow_(slow, AveragePair::WarmUp(fast, slow) - slow.WarmUp()),
        macd_(signal.WarmUp()),
        signal_(signal.type, signal.period) {}

  LateAverage fast_;
  LateAverage slow_;
  Trail macd_;
  AnyAverage signal_;
};

inline int WarmUp(Params params) {
  return AveragePair::WarmUp(KindOf(params, kFast, kFastType), KindOf(params, kSlow, kSlowType)) +
         KindOf(params, kSignal, kSignalType).WarmUp() - 1;
}

using Updater = MacdExt;

inline Definition Define() {
  return {
      .name = "macdext",
      .long_name = "MACD of averages of any kind",
      .category = "momentum",
      .inputs = {Input::kClose},
      .parameters = {FastPeriod(12),
                     SlowPeriod(26),
                     {"signal", "Period of the signal line.", 9, 1, kLongestPeriod, true},
                     AverageType("fast_ma_type"),
                     AverageType("slow_ma_type"),
                     AverageType("signal_ma_type")},
      .outputs = {"macd", "signal", "histogram"},
      .description =
          "macd: a fast less a slow moving average; signal: an average of macd; histogram: macd less signal. Averages "
          "are simple unless their types say otherwise; of the first two, the shorter begins later, so that both have "
          "their first value at the same bar, as in TA-Lib.",
      .recursive = true,
      .warm_up = &WarmUp,
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
      .relations = &CheckFastBeforeSlow,
  };
}

}  // namespace mib::indicators::macdext
