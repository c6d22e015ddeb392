#include <array>

#include "adapter.h"
#include "definitions.h"
#include "kit/extreme_ages.h"

namespace mib::indicators {
namespace {

struct UpLessDown {
  static constexpr size_t kOutputs = 1;
  static std::array<double, kOutputs> Of(double period, double since_high, double since_low) {
    return {100 * (since_low - since_high) / period};
  }
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
      .make = &Make<Aroon<UpLessDown>>,
      .make_panel = &MakePanel<Aroon<UpLessDown>>,
      .batch = &Batch<Aroon<UpLessDown>>,
  };
}

}  // namespace mib::indicators
