#pragma once

#include <algorithm>

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/derived.h"
#include "mib/indicators/kit/window.h"

namespace mib::indicators::vwma {

class Vwma {
 public:
  static constexpr size_t kInputs = 2;
  static constexpr size_t kOutputs = 1;

  explicit Vwma(Params params) : sums_(static_cast<int>(params[0])) {}

  bool Update(const double* in, double* out) {
    if (!sums_.Push({in[0] * in[1], in[1], in[0]})) return false;
    out[0] = Mean(sums_.value(kTraded), sums_.value(kVolume), sums_.value(kClose));
    return true;
  }
  MIB_FOR_EACH_PROCESSOR void Run(const double* const* in, size_t count, double* const* out) {
    const double* closes = in[0];
    const double* volumes = in[1];
    Derived traded;
    const auto product = [=](ptrdiff_t i) { return closes[i] * volumes[i]; };
    const double* const columns[] = {traded.Fill(RowsBefore(sums_.size()), count, product), volumes, closes};
    double total_volumes[kBlock];
    double total_closes[kBlock];
    // Sums of closes are seldom needed.
    const bool alone = sums_.RunsEachAlone();
    double* const sums[] = {out[0], total_volumes, alone ? nullptr : total_closes};
    sums_.Run(columns, count, sums);
    if (alone && std::find(total_volumes, total_volumes + count, 0) != total_volumes + count) {
      double* const rest[] = {nullptr, nullptr, total_closes};
      sums_.Run(columns, count, rest);
    } else if (alone) {
      std::fill_n(total_closes, count, 0);
    }
    for (size_t i = 0; i < count; ++i) out[0][i] = Mean(out[0][i], total_volumes[i], total_closes[i]);
  }

 private:
  enum { kTraded, kVolume, kClose };

  // The plain mean where there is no volume.
  double Mean(double traded, double volume, double closes) const {
    const bool plain = volume == 0;
    return (plain ? closes : traded) / (plain ? sums_.size() : volume);
  }

  SlidingSums<3> sums_;
};

using Updater = Vwma;

inline Definition Define() {
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
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::vwma
