#include "adapter.h"
#include "definitions.h"
#include "kit/extremes.h"
#include "kit/finite.h"

namespace mib::indicators {
namespace {

class Aroon {
 public:
  static constexpr size_t kInputs = 2;
  static constexpr size_t kOutputs = 2;

  explicit Aroon(Params params)
      : period_(params[0]), highest_(static_cast<int>(params[0]) + 1), lowest_(static_cast<int>(params[0]) + 1) {}

  bool Update(const double* in, double* out) {
    highest_.Push(in[0]);
    if (!lowest_.Push(in[1])) return false;
    const double spoilt = 0 * FiniteOrNan(highest_.value() - lowest_.value());
    out[0] = 100 * (period_ - lowest_.bars_ago()) / period_ + spoilt;
    out[1] = 100 * (period_ - highest_.bars_ago()) / period_ + spoilt;
    return true;
  }

 private:
  double period_;
  PlacedExtreme<true> highest_;
  PlacedExtreme<false> lowest_;
};

}  // namespace

Definition Definition_aroon() {
  return {
      .name = "aroon",
      .long_name = "Aroon",
      .category = "momentum",
      .inputs = {Input::kHigh, Input::kLow},
      .parameters = {Period(14, 2)},
      .outputs = {"aroondown", "aroonup"},
      .description =
          "aroonup: 100 where the highest high of the last `period` + 1 bars is the newest, 0 where it is the oldest, "
          "and even steps between; aroondown: the same of the lowest low. Of equal extremes the newest counts, as in "
          "TA-Lib. Tushar Chande, A time price oscillator, Stocks & Commodities 13:9 (1995).",
      .warm_up = [](Params params) { return static_cast<int>(params[0]) + 1; },
      .make = &Make<Aroon>,
      .make_panel = &MakePanel<Aroon>,
      .batch = &Batch<Aroon>,
  };
}

}  // namespace mib::indicators
