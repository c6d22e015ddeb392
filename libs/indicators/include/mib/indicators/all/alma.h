#pragma once

#include <cmath>
#include <vector>

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/sum_over.h"
#include "mib/indicators/kit/window.h"

namespace mib::indicators::alma {

enum { kPeriod, kOffset, kSigma };

class Alma {
 public:
  static constexpr size_t kInputs = 1;
  static constexpr size_t kOutputs = 1;

  explicit Alma(Params params)
      : window_(static_cast<int>(params[kPeriod])), weights_(static_cast<size_t>(params[kPeriod])) {
    const double middle = params[kOffset] * (params[kPeriod] - 1);
    const double width = params[kPeriod] / params[kSigma];
    double sum = 0;
    for (size_t i = 0; i < weights_.size(); ++i) {
      const double distance = (static_cast<double>(i) - middle) / width;
      weights_[i] = std::exp(-distance * distance / 2);
      sum += weights_[i];
    }
    for (double& weight : weights_) weight /= sum;
  }

  bool Update(const double* in, double* out) {
    if (!window_.Push(in[0])) return false;
    out[0] = WeightedSum(window_.values().data(), weights_.data(), weights_.size());
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) {
    RunWeightedSums(in[0] - (weights_.size() - 1), weights_.data(), weights_.size(), count, out[0]);
  }

 private:
  History window_;
  std::vector<double> weights_;
};

using Updater = Alma;

inline Definition Define() {
  return {
      .name = "alma",
      .long_name = "Arnaud Legoux moving average",
      .category = "trend",
      .inputs = {Input::kClose},
      .parameters = {Period(9),
                     {"offset", "Where the weights peak: 0 at the oldest close of the window, 1 at the newest.", 0.85,
                      0, 1, false},
                     {"sigma", "How narrow they are: the window is this many standard deviations wide.", 6, 1, 100,
                      false}},
      .outputs = {"alma"},
      .description =
          "The mean of the last `period` closes with the weights of a normal distribution: centred at offset (period - "
          "1), counted from the oldest, with the standard deviation period / sigma. Arnaud Legoux and Dimitrios "
          "Kouzis-Loukas (2009).",
      .warm_up = &PeriodBars,
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::alma
