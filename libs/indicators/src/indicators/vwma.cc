#include "adapter.h"
#include "definitions.h"
#include "kit/window.h"

namespace mib::indicators {
namespace {

class Vwma {
 public:
  static constexpr size_t kInputs = 2;
  static constexpr size_t kOutputs = 1;

  explicit Vwma(Params params)
      : closes_(static_cast<int>(params[0])),
        volumes_(static_cast<int>(params[0])),
        traded_(static_cast<int>(params[0])) {}

  bool Update(const double* in, double* out) {
    closes_.Push(in[0]);
    traded_.Push(in[0] * in[1]);
    if (!volumes_.Push(in[1])) return false;
    const double volume = volumes_.value();
    out[0] = volume == 0 ? closes_.value() : traded_.value() / volume;
    return true;
  }

 private:
  SlidingMean closes_;
  SlidingSum volumes_;
  SlidingSum traded_;
};

}  // namespace

Definition Definition_vwma() {
  return {
      .name = "vwma",
      .long_name = "Volume weighted moving average",
      .category = "trend",
      .inputs = {Input::kClose, Input::kVolume},
      .parameters = {Period(20)},
      .outputs = {"vwma"},
      .description =
          "The mean of the last `period` closes, each weighted by its volume; the plain mean where nothing was traded.",
      .warm_up = &PeriodBars,
      .make = &Make<Vwma>,
      .make_panel = &MakePanel<Vwma>,
      .batch = &Batch<Vwma>,
  };
}

}  // namespace mib::indicators
