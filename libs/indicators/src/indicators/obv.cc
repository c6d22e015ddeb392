#include "adapter.h"
#include "definitions.h"
#include "kit/finite.h"

namespace mib::indicators {
namespace {

class Obv {
 public:
  static constexpr size_t kInputs = 2;
  static constexpr size_t kOutputs = 1;

  explicit Obv(Params) {}

  bool Update(const double* in, double* out) {
    const double volume = FiniteOrNan(in[1]);
    const double change = begun_ ? FiniteOrNan(in[0] - previous_) : 1;
    begun_ = true;
    previous_ = in[0];
    // No branches: which way it goes cannot be predicted. The last term is 0 or NaN.
    const double side = static_cast<double>(static_cast<int>(change > 0) - static_cast<int>(change < 0));
    balance_ += side * volume + 0 * change;
    out[0] = balance_;
    return true;
  }

 private:
  double balance_ = 0;
  double previous_ = 0;
  bool begun_ = false;
};

}  // namespace

Definition Definition_obv() {
  return {
      .name = "obv",
      .long_name = "On-balance volume",
      .category = "volume",
      .inputs = {Input::kClose, Input::kVolume},
      .parameters = {},
      .outputs = {"obv"},
      .description =
          "The running total of volume: added where the close is above the one before, subtracted where it is below. "
          "Begins with the first bar's volume, as in TA-Lib. Joseph Granville, New Key to Stock Market Profits (1963).",
      .recursive = true,
      .warm_up = [](Params) { return 1; },
      .make = &Make<Obv>,
      .make_panel = &MakePanel<Obv>,
      .batch = &Batch<Obv>,
  };
}

}  // namespace mib::indicators
