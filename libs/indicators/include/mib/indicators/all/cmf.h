#pragma once

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/derived.h"
#include "mib/indicators/kit/finite.h"
#include "mib/indicators/kit/money_flow.h"
#include "mib/indicators/kit/window.h"

namespace mib::indicators::cmf {

class Cmf {
 public:
  static constexpr size_t kInputs = 4;
  static constexpr size_t kOutputs = 1;

  explicit Cmf(Params params) : sums_(static_cast<int>(params[0])) {}

  bool Update(const double* in, double* out) {
    if (!sums_.Push({MoneyFlowVolume(in[0], in[1], in[2], in[3]), in[3]})) return false;
    out[0] = RatioOrZero(sums_.value(0), sums_.value(1));
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) {
    const double *highs = in[0], *lows = in[1], *closes = in[2], *volumes = in[3];
    Derived flows;
    double total_volumes[kBlock];
    const auto flow = [=](ptrdiff_t i) { return MoneyFlowVolume(highs[i], lows[i], closes[i], volumes[i]); };
    const double* const columns[] = {flows.Fill(RowsBefore(sums_.size()), count, flow), volumes};
    double* const sums[] = {out[0], total_volumes};
    sums_.Run(columns, count, sums);
    for (size_t i = 0; i < count; ++i) out[0][i] = RatioOrZero(out[0][i], total_volumes[i]);
  }

 private:
  // Of money flow and volume.
  SlidingSums<2> sums_;
};

using Updater = Cmf;

inline Definition Define() {
  return {
      .name = "cmf",
      .long_name = "Chaikin money flow",
      .category = "volume",
      .inputs = {Input::kHigh, Input::kLow, Input::kClose, Input::kVolume},
      .parameters = {Period(20)},
      .outputs = {"cmf"},
      .description =
          "The sum over `period` bars of volume times ((close - low) - (high - close)) / (high - low), over the sum of "
          "volume; a bar without range counts as 0, and so does a window without volume. Marc Chaikin.",
      .warm_up = &PeriodBars,
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::cmf
