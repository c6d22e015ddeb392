#pragma once

#include <cmath>

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/derived.h"
#include "mib/indicators/kit/extremes.h"
#include "mib/indicators/kit/finite.h"
#include "mib/indicators/kit/true_range.h"
#include "mib/indicators/kit/window.h"

namespace mib::indicators::choppiness {

class Choppiness {
 public:
  static constexpr size_t kInputs = 3;
  static constexpr size_t kOutputs = 1;

  explicit Choppiness(Params params)
      : highest_(static_cast<int>(params[0])),
        lowest_(static_cast<int>(params[0])),
        ranges_(static_cast<int>(params[0])),
        scale_(100 / std::log10(params[0])) {}

  bool Update(const double* in, double* out) {
    highest_.Push(in[0]);
    lowest_.Push(in[1]);
    if (!range_.Push(in[0], in[1], in[2])) return false;
    if (!ranges_.Push(range_.value())) return false;
    out[0] = Index(highest_.value(), lowest_.value(), ranges_.value());
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) {
    double highest[kBlock];
    double lowest[kBlock];
    highest_.Run(in[0], count, highest);
    lowest_.Run(in[1], count, lowest);
    DerivedRanges range;
    ranges_.Run(range.Fill(in, RowsBefore(ranges_.size()), count), count, out[0]);
    for (size_t i = 0; i < count; ++i) out[0][i] = Index(highest[i], lowest[i], out[0][i]);
  }

 private:
  double Index(double highest, double lowest, double ranges) const {
    const double span = FiniteOrNan(highest - lowest);
    return span > 0 ? scale_ * std::log10(ranges / span) : kNan;
  }

  WindowMax highest_;
  WindowMin lowest_;
  TrueRange range_;
  SlidingSum ranges_;
  double scale_;
};

using Updater = Choppiness;

inline Definition Define() {
  return {
      .name = "choppiness",
      .long_name = "Choppiness index",
      .category = "volatility",
      .inputs = {Input::kHigh, Input::kLow, Input::kClose},
      .parameters = {Period(14, 2)},
      .outputs = {"choppiness"},
      .description =
          "100 * log(sum of the last `period` true ranges / (highest high - lowest low)) / log(period): near 100 where "
          "the price goes to and fro, near 0 in a straight trend. Not a number where the price has not moved at all. "
          "E. W. Dreiss.",
      .warm_up = [](Params params) { return static_cast<int>(params[0]) + 1; },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::choppiness
