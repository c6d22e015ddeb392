#pragma once

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/derived.h"
#include "mib/indicators/kit/finite.h"
#include "mib/indicators/kit/window.h"

namespace mib::indicators::imi {

class IntradayMomentum {
 public:
  static constexpr size_t kInputs = 2;
  static constexpr size_t kOutputs = 1;

  explicit IntradayMomentum(Params params) : sums_(static_cast<int>(params[0])) {}

  bool Update(const double* in, double* out) {
    if (!sums_.Push({Rise(in[0], in[1]), Rise(in[1], in[0])})) return false;
    out[0] = Index(sums_.value(0), sums_.value(1));
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) {
    const double *opens = in[0], *closes = in[1];
    const int before = RowsBefore(sums_.size());
    const auto gain = [=](ptrdiff_t i) { return Rise(opens[i], closes[i]); };
    const auto loss = [=](ptrdiff_t i) { return Rise(closes[i], opens[i]); };
    Derived gains;
    Derived falls;
    const double* const columns[] = {gains.Fill(before, count, gain), falls.Fill(before, count, loss)};
    double losses[kBlock];
    double* const sums[] = {out[0], losses};
    sums_.Run(columns, count, sums);
    for (size_t i = 0; i < count; ++i) out[0][i] = Index(out[0][i], losses[i]);
  }

 private:
  /// 0 where it falls.
  static double Rise(double from, double to) {
    const double change = FiniteOrNan(to - from);
    return change < 0 ? 0 : change;
  }
  static double Index(double gains, double losses) {
    const double sum = gains + losses;
    const double index = 100 * (gains / sum);
    return sum == 0 ? 50 : index;
  }

  // Of gains and losses.
  SlidingSums<2> sums_;
};

using Updater = IntradayMomentum;

inline Definition Define() {
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
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::imi
