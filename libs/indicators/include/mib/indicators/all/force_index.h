#pragma once

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/smoothing.h"

namespace mib::indicators::force_index {

class ForceIndex {
 public:
  static constexpr size_t kInputs = 2;
  static constexpr size_t kOutputs = 1;

  explicit ForceIndex(Params params) : mean_(Smoothing::Exponential(static_cast<int>(params[0]))) {}

  bool Update(const double* in, double* out) {
    const double change = in[0] - previous_;
    previous_ = in[0];
    if (!begun_) {
      begun_ = true;
      return false;
    }
    if (!mean_.Push(change * in[1])) return false;
    out[0] = mean_.value();
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) {
    const double* previous = in[0] - 1;
    double forces[kBlock];
    for (size_t i = 0; i < count; ++i) forces[i] = (in[0][i] - previous[i]) * in[1][i];
    mean_.Run(forces, count, out[0]);
  }

 private:
  Smoothing mean_;
  double previous_ = 0;
  bool begun_ = false;
};

using Updater = ForceIndex;

inline Definition Define() {
  return {
      .name = "force_index",
      .long_name = "Force index",
      .category = "volume",
      .inputs = {Input::kClose, Input::kVolume},
      .parameters = {Period(13)},
      .outputs = {"force_index"},
      .description =
          "The exponential average of the change of the close times volume, begun with the mean of its first `period` "
          "values. A. Elder, Trading for a Living (1993).",
      .recursive = true,
      .warm_up = [](Params params) { return static_cast<int>(params[0]) + 1; },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::force_index
