#pragma once

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/finite.h"

namespace mib::indicators::pivots {

class Pivots {
 public:
  static constexpr size_t kInputs = 3;
  static constexpr size_t kOutputs = 7;

  explicit Pivots(Params) {}

  bool Update(const double* in, double* out) {
    const double high = high_;
    const double low = low_;
    const double close = close_;
    high_ = in[0];
    low_ = in[1];
    close_ = in[2];
    if (!begun_) {
      begun_ = true;
      return false;
    }
    Set(high, low, close, [out](size_t level) -> double& { return out[level]; });
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) {
    for (size_t i = 0; i < count; ++i)
      Set((in[0] - 1)[i], (in[1] - 1)[i], (in[2] - 1)[i], [out, i](size_t level) -> double& { return out[level][i]; });
  }

 private:
  template <typename Out>
  static void Set(double high, double low, double close, Out out) {
    const double pivot = FiniteOrNan((high + low + close) / 3);
    const double range = high - low;
    out(0) = pivot;
    out(1) = 2 * pivot - low;
    out(2) = 2 * pivot - high;
    out(3) = pivot + range;
    out(4) = pivot - range;
    out(5) = high + 2 * (pivot - low);
    out(6) = low - 2 * (high - pivot);
  }

  double high_ = 0;
  double low_ = 0;
  double close_ = 0;
  bool begun_ = false;
};

using Updater = Pivots;

inline Definition Define() {
  return {
      .name = "pivots",
      .long_name = "Pivot points",
      .category = "price",
      .inputs = {Input::kHigh, Input::kLow, Input::kClose},
      .parameters = {},
      .outputs = {"pivot", "r1", "s1", "r2", "s2", "r3", "s3"},
      .description =
          "Of the bar before: pivot is the mean of its high, low and close; r1 and s1 are 2 * pivot less its low and "
          "less its high; r2 and s2 are pivot plus and minus its range; r3 is high + 2 * (pivot - low), s3 is low - 2 "
          "* (high - pivot). For the levels of a day, give it daily bars. The classic pivots of floor traders.",
      .warm_up = [](Params) { return 2; },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::pivots
