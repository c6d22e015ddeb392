#pragma once

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/finite.h"
#include "mib/indicators/kit/of_bar.h"

namespace mib::indicators::bop {

inline double BalanceOfPower(double open, double high, double low, double close) {
  const double range = FiniteOrNan(high - low);
  return RatioOrZero(FiniteOrNan(close - open), range <= 0 ? 0 : range);
}

using Bop = OfBar<&BalanceOfPower>;

using Updater = Bop;

inline Definition Define() {
  return {
      .name = "bop",
      .long_name = "Balance of power",
      .category = "momentum",
      .inputs = {Input::kOpen, Input::kHigh, Input::kLow, Input::kClose},
      .parameters = {},
      .outputs = {"bop"},
      .description =
          "(close - open) / (high - low): how far, of its range, a bar went from open to close. 0 where there is no "
          "range, as in TA-Lib. Igor Livshin, Balance of power, Stocks & Commodities 19:8 (2001).",
      .warm_up = [](Params) { return 1; },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::bop
