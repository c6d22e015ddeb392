#pragma once

#include <cmath>

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/finite.h"
#include "mib/indicators/kit/volume_weighted.h"

namespace mib::indicators::vwap_anchored {

enum { kAnchor, kStddev };

class AnchoredVwap {
 public:
  static constexpr size_t kInputs = 5;
  static constexpr size_t kOutputs = 3;

  explicit AnchoredVwap(Params params) : anchor_(params[kAnchor]), deviations_(params[kStddev]) {}

  bool Update(const double* in, double* out) {
    // A bar that could lie anywhere may be one that counts.
    if (!std::isfinite(in[0])) total_.Spoil();
    if (in[0] >= anchor_) is_past_anchor_ = true;
    if (is_past_anchor_) total_.Add(in + 1);
    total_.Bands(deviations_, out);
    if (!is_past_anchor_) out[0] = out[1] = out[2] = kNan;
    return true;
  }

 private:
  double anchor_;
  double deviations_;
  bool is_past_anchor_ = false;
  VolumeWeighted total_;
};

// The years 1 to 9999.
inline constexpr double kEarliest = -62135596800;
inline constexpr double kLatest = 253402300799;

using Updater = AnchoredVwap;

inline Definition Define() {
  return {
      .name = "vwap_anchored",
      .long_name = "Anchored volume-weighted average price",
      .category = "volume",
      .inputs = {Input::kOpenTime, Input::kHigh, Input::kLow, Input::kClose, Input::kVolume},
      .parameters = {{"anchor", "Where it begins, in seconds since 1970-01-01 UTC.", 0, kEarliest, kLatest, false},
                     {"stddev", "Standard deviations from the mean to a band.", 2, 0.01, 100, false}},
      .outputs = {"vwap", "upper", "lower"},
      .description =
          "vwap: the mean of the typical price (high + low + close) / 3, weighted by volume, from the first bar on "
          "that "
          "opens at the anchor or later; not a number before. upper, lower: `stddev` standard deviations above and "
          "below it, of the typical prices weighted by volume. A bar that opens before the anchor does not count, even "
          "if the anchor falls into it. All are 0 from there until there has been volume. An open time that is not "
          "finite spoils what follows. Brian Shannon, Maximum Trading Gains with Anchored VWAP (2023).",
      .recursive = true,
      .warm_up = [](Params) { return 1; },
      .since = [](Params params, double) { return params[kAnchor]; },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::vwap_anchored
