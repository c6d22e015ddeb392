#pragma once

#include <cmath>

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/linear_fit.h"
#include "mib/indicators/kit/trail.h"

namespace mib::indicators::hma {

inline int Half(int period) { return period / 2; }
inline int Root(int period) { return static_cast<int>(std::sqrt(period)); }

class Hma {
 public:
  static constexpr size_t kInputs = 1;
  static constexpr size_t kOutputs = 1;

  explicit Hma(Params params)
      : whole_(static_cast<int>(params[0])),
        half_(Half(static_cast<int>(params[0]))),
        ahead_(Root(static_cast<int>(params[0]))),
        root_(Root(static_cast<int>(params[0]))) {}

  bool Update(const double* in, double* out) {
    half_.Push(in[0]);
    if (!whole_.Push(in[0])) return false;
    const double ahead = 2 * half_.WeightedMean() - whole_.WeightedMean();
    ahead_.Push(ahead);
    if (!root_.Push(ahead)) return false;
    out[0] = root_.WeightedMean();
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) {
    double whole[kBlock];
    whole_.RunWeightedMeans(in[0], count, whole);
    double* ahead = ahead_.Block();
    half_.RunWeightedMeans(in[0], count, ahead);
    for (size_t i = 0; i < count; ++i) ahead[i] = 2 * ahead[i] - whole[i];
    ahead_.Advance(count);
    root_.RunWeightedMeans(ahead, count, out[0]);
  }

 private:
  LinearFit whole_;
  LinearFit half_;
  Trail ahead_;
  LinearFit root_;
};

using Updater = Hma;

inline Definition Define() {
  return {
      .name = "hma",
      .long_name = "Hull moving average",
      .category = "trend",
      .inputs = {Input::kClose},
      .parameters = {Period(20, 2)},
      .outputs = {"hma"},
      .description =
          "The weighted average over sqrt(period) values of twice the weighted average over period / 2 closes less "
          "that over `period`. Half and root are rounded down. Alan Hull (2005).",
      .warm_up = [](Params params) { return static_cast<int>(params[0]) + Root(static_cast<int>(params[0])) - 1; },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::hma
