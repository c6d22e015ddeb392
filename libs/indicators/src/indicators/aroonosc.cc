#include "adapter.h"
#include "definitions.h"
#include "kit/extremes.h"
#include "kit/finite.h"

namespace mib::indicators {
namespace {

class AroonOsc {
 public:
  static constexpr size_t kInputs = 2;
  static constexpr size_t kOutputs = 1;

  explicit AroonOsc(Params params)
      : period_(params[0]), highest_(static_cast<int>(params[0]) + 1), lowest_(static_cast<int>(params[0]) + 1) {}

  bool Update(const double* in, double* out) {
    highest_.Push(in[0]);
    if (!lowest_.Push(in[1])) return false;
    const double spoilt = 0 * FiniteOrNan(highest_.value() - lowest_.value());
    out[0] = 100 * (lowest_.bars_ago() - highest_.bars_ago()) / period_ + spoilt;
    return true;
  }

 private:
  double period_;
  PlacedExtreme<true> highest_;
  PlacedExtreme<false> lowest_;
};

}  // namespace

Definition Definition_aroonosc() {
  return {
      .name = "aroonosc",
      .long_name = "Aroon oscillator",
      .category = "momentum",
      .inputs = {Input::kHigh, Input::kLow},
      .parameters = {Period(14, 2)},
      .outputs = {"aroonosc"},
      .description =
          "aroonup less aroondown (see aroon): 100 where a high is the newest of `period` + 1 bars and a low the "
          "oldest, -100 the other way round. Tushar Chande, A time price oscillator, Stocks & Commodities 13:9 (1995).",
      .warm_up = [](Params params) { return static_cast<int>(params[0]) + 1; },
      .make = &Make<AroonOsc>,
      .make_panel = &MakePanel<AroonOsc>,
      .batch = &Batch<AroonOsc>,
  };
}

}  // namespace mib::indicators
