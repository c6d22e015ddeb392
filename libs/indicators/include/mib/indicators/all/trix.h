#pragma once

#include "mib/indicators/averages/cascade.h"
#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/finite.h"

namespace mib::indicators::trix {

class Trix {
 public:
  static constexpr size_t kInputs = 1;
  static constexpr size_t kOutputs = 1;

  explicit Trix(Params params) : cascade_(static_cast<int>(params[0])) {}

  bool Update(const double* in, double* out) {
    if (!cascade_.Push(in[0])) return false;
    const double previous = previous_;
    previous_ = cascade_.values()[2];
    if (!begun_) {
      begun_ = true;
      return false;
    }
    out[0] = Change(previous, previous_);
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) {
    double means[kBlock];
    cascade_.Run(in[0], count, means, [](const auto& stages) { return stages[2]; });
    out[0][0] = Change(previous_, means[0]);
    for (size_t i = 1; i < count; ++i) out[0][i] = Change(means[i - 1], means[i]);
    previous_ = means[count - 1];
  }

 private:
  static double Change(double previous, double now) {
    const double percent = 100 * ((now - previous) / previous);
    return previous == 0 ? 0 : percent;
  }

  ExponentialCascade<3> cascade_;
  double previous_ = 0;
  bool begun_ = false;
};

using Updater = Trix;

inline Definition Define() {
  return {
      .name = "trix",
      .long_name = "Rate of change of a triple smoothed average",
      .category = "momentum",
      .inputs = {Input::kClose},
      .parameters = {Period(30)},
      .outputs = {"trix"},
      .description =
          "By how many percent EMA of EMA of EMA has changed since the last bar. Each average begins with the mean of "
          "its first `period` values, as in TA-Lib; 0 where the earlier one is 0. Jack Hutson, Good TRIX, Stocks & "
          "Commodities 1:5 (1983).",
      .recursive = true,
      .warm_up = [](Params params) { return ExponentialCascade<3>::WarmUp(static_cast<int>(params[0])) + 1; },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::trix
