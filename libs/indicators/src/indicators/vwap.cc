#include "adapter.h"
#include "definitions.h"

namespace mib::indicators {
namespace {

class Vwap {
 public:
  static constexpr size_t kInputs = 4;
  static constexpr size_t kOutputs = 1;

  explicit Vwap(Params) {}

  bool Update(const double* in, double* out) {
    turnover_ += (in[0] + in[1] + in[2]) / 3 * in[3];
    volume_ += in[3];
    out[0] = volume_ == 0 ? 0 : turnover_ / volume_;
    return true;
  }

 private:
  double turnover_ = 0;
  double volume_ = 0;
};

}  // namespace

Definition Definition_vwap() {
  return {
      .name = "vwap",
      .long_name = "Volume-weighted average price",
      .category = "volume",
      .inputs = {Input::kHigh, Input::kLow, Input::kClose, Input::kVolume},
      .parameters = {},
      .outputs = {"vwap"},
      .description =
          "The mean of the typical price (high + low + close) / 3, weighted by volume, from the first bar of the "
          "series on: give it the bars of a session to get the session's. 0 until there has been volume, as in TA-Lib.",
      .recursive = true,
      .warm_up = [](Params) { return 1; },
      .make = &Make<Vwap>,
      .make_panel = &MakePanel<Vwap>,
      .batch = &Batch<Vwap>,
  };
}

}  // namespace mib::indicators
