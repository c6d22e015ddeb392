#include "adapter.h"
#include "definitions.h"
#include "kit/derived.h"
#include "kit/window.h"

namespace mib::indicators {
namespace {

class Vwma {
 public:
  static constexpr size_t kInputs = 2;
  static constexpr size_t kOutputs = 1;

  explicit Vwma(Params params) : closes_(static_cast<int>(params[0])), sums_(static_cast<int>(params[0])) {}

  bool Update(const double* in, double* out) {
    closes_.Push(in[0]);
    if (!sums_.Push({in[0] * in[1], in[1]})) return false;
    out[0] = Mean(closes_.value(), sums_.value(0), sums_.value(1));
    return true;
  }
  MIB_FOR_EACH_PROCESSOR void Run(const double* const* in, size_t count, double* const* out) {
    const double* closes = in[0];
    const double* volumes = in[1];
    Derived traded;
    double totals[kBlock];
    double total_volumes[kBlock];
    closes_.Run(closes, count, out[0]);
    const auto product = [=](ptrdiff_t i) { return closes[i] * volumes[i]; };
    const double* const columns[] = {traded.Fill(RowsBefore(sums_.size()), count, product), volumes};
    double* const sums[] = {totals, total_volumes};
    sums_.Run(columns, count, sums);
    for (size_t i = 0; i < count; ++i) out[0][i] = Mean(out[0][i], totals[i], total_volumes[i]);
  }

 private:
  static double Mean(double plain, double traded, double volume) {
    const double weighted = traded / volume;
    return volume == 0 ? plain : weighted;
  }

  SlidingMean closes_;
  // Of price times volume, and of volume.
  SlidingSums<2> sums_;
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
