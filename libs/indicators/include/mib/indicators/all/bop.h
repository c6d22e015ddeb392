#include "adapter.h"
#include "definitions.h"
#include "kit/finite.h"
#include "kit/of_bar.h"

namespace mib::indicators {
namespace {

double BalanceOfPower(double open, double high, double low, double close) {
  const double range = FiniteOrNan(high - low);
  return RatioOrZero(FiniteOrNan(close - open), range <= 0 ? 0 : range);
}

using Bop = OfBar<&BalanceOfPower>;

}  // namespace

Definition Definition_bop() {
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
      .make = &Make<Bop>,
      .make_panel = &MakePanel<Bop>,
      .batch = &Batch<Bop>,
  };
}

}  // namespace mib::indicators
