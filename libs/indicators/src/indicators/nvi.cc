#include "adapter.h"
#include "definitions.h"
#include "kit/finite.h"

namespace mib::indicators {
namespace {

class Nvi {
 public:
  static constexpr size_t kInputs = 2;
  static constexpr size_t kOutputs = 1;

  explicit Nvi(Params) {}

  bool Update(const double* in, double* out) {
    const double close = FiniteOrNan(in[0]);
    const double volume = FiniteOrNan(in[1]);
    if (begun_ && !(volume >= volume_)) {
      // Compared the other way round so that a NaN gets here too.
      index_ *= close_ == 0 ? 1 + 0 * close : close / close_;
      index_ += 0 * (volume + volume_);
    }
    begun_ = true;
    close_ = close;
    volume_ = volume;
    out[0] = index_;
    return true;
  }

 private:
  double index_ = 1000;
  double close_ = 0;
  double volume_ = 0;
  bool begun_ = false;
};

}  // namespace

Definition Definition_nvi() {
  return {
      .name = "nvi",
      .long_name = "Negative volume index",
      .category = "volume",
      .inputs = {Input::kClose, Input::kVolume},
      .parameters = {},
      .outputs = {"nvi"},
      .description =
          "Begins at 1000 and changes as the close does, in percent, on bars whose volume falls; it stays where it is "
          "on others, and where the close before is 0. Paul Dysart; N. Fosback, Stock Market Logic (1976).",
      .recursive = true,
      .warm_up = [](Params) { return 1; },
      .make = &Make<Nvi>,
      .batch = &Batch<Nvi>,
  };
}

}  // namespace mib::indicators
