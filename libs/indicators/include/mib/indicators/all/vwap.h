#pragma once

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"

namespace mib::indicators::vwap {

class Vwap {
 public:
  static constexpr size_t kInputs = 4;
  static constexpr size_t kOutputs = 1;

  explicit Vwap(Params) {}

  bool Update(const double* in, double* out) {
    turnover_ += Turnover(in[0], in[1], in[2], in[3]);
    volume_ += in[3];
    out[0] = Mean(turnover_, volume_);
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) {
    double volumes[kBlock];
    for (size_t i = 0; i < count; ++i) out[0][i] = Turnover(in[0][i], in[1][i], in[2][i], in[3][i]);
    // Of its own, so that they need not be stored after each bar.
    double turnover = turnover_;
    double volume = volume_;
    for (size_t i = 0; i < count; ++i) {
      out[0][i] = turnover += out[0][i];
      volumes[i] = volume += in[3][i];
    }
    turnover_ = turnover;
    volume_ = volume;
    for (size_t i = 0; i < count; ++i) out[0][i] = Mean(out[0][i], volumes[i]);
  }

 private:
  static double Turnover(double high, double low, double close, double volume) {
    return (high + low + close) / 3 * volume;
  }
  static double Mean(double turnover, double volume) {
    const double mean = turnover / volume;
    return volume == 0 ? 0 : mean;
  }

  double turnover_ = 0;
  double volume_ = 0;
};

using Updater = Vwap;

inline Definition Define() {
  return {
      .name = "vwap",
      .long_name = "Volume-weighted average price",
      .category = "volume",
      .inputs = {Input::kHigh, Input::kLow, Input::kClose, Input::kVolume},
      .parameters = {},
      .outputs = {"vwap"},
      .description =
          "The mean of the typical price (high + low + close) / 3, weighted by volume, from the first bar of the "
          "series on; vwap_session and vwap_anchored begin at times. 0 until there has been volume, as in TA-Lib.",
      .recursive = true,
      .warm_up = [](Params) { return 1; },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::vwap
