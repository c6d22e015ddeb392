#pragma once

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/directional.h"
#include "mib/indicators/kit/select.h"

namespace mib::indicators::dx {

class Dx {
 public:
  static constexpr size_t kInputs = 3;
  static constexpr size_t kOutputs = 1;

  explicit Dx(Params params) : indicators_(static_cast<int>(params[0])) {}

  bool Update(const double* in, double* out) {
    if (!indicators_.Push(in[0], in[1], in[2])) return false;
    out[0] = index_ = Kept(indicators_.Index());
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) {
    indicators_.RunIndex(in[0], in[1], in[2], count, out[0]);
    for (size_t i = 0; i < count; ++i) out[0][i] = index_ = Kept(out[0][i]);
  }

 private:
  // The last index where there is none.
  double Kept(double index) const { return Select(index == DirectionalIndicators::kNoMovement, index_, index); }

  DirectionalIndicators indicators_;
  double index_ = 0;
};

using Updater = Dx;

inline Definition Define() {
  return {
      .name = "dx",
      .long_name = "Directional movement index",
      .category = "trend",
      .inputs = {Input::kHigh, Input::kLow, Input::kClose},
      .parameters = {Period(14, 2)},
      .outputs = {"dx"},
      .description =
          "100 * |plus_di - minus_di| / (plus_di + minus_di). Where both are 0 it stays at its last value, at first 0, "
          "as in TA-Lib. J. W. Wilder, New Concepts in Technical Trading Systems (1978).",
      .recursive = true,
      .warm_up = [](Params params) { return static_cast<int>(params[0]) + 1; },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::dx
