#include <cmath>
#include <limits>

#include "adapter.h"
#include "definitions.h"
#include "kit/moments.h"

namespace mib::indicators {
namespace {

class Bollinger {
 public:
  static constexpr size_t kInputs = 1;
  static constexpr size_t kOutputs = 4;

  explicit Bollinger(Params params) : moments_(static_cast<int>(params[0])), deviations_(params[1]) {}

  bool Update(const double* in, double* out) {
    if (!moments_.Push(in[0])) return false;
    const double mean = moments_.Mean();
    const double half_width = deviations_ * std::sqrt(moments_.Variance());
    const double width = 2 * half_width;
    out[0] = mean + half_width;
    out[1] = mean;
    out[2] = mean - half_width;
    out[3] = width > 0 ? (in[0] - out[2]) / width : std::numeric_limits<double>::quiet_NaN();
    return true;
  }

 private:
  Moments moments_;
  double deviations_;
};

}  // namespace

Definition Definition_bollinger() {
  return {
      .name = "bollinger",
      .long_name = "Bollinger Bands",
      .category = "volatility",
      .inputs = {Input::kClose},
      .parameters = {Period(20, 2), {"stddev", "Standard deviations from the middle to a band.", 2, 0.01, 100, false}},
      .outputs = {"upper", "middle", "lower", "percent_b"},
      .description =
          "middle: the simple mean of the last `period` closes. upper, lower: `stddev` population standard deviations "
          "above and "
          "below it. percent_b: where the close stands, 0 at the lower band and 1 at the upper; not a number where the "
          "bands "
          "meet. John Bollinger, Bollinger on Bollinger Bands (2001).",
      .warm_up = &PeriodBars,
      .make = &Make<Bollinger>,
      .make_panel = &MakePanel<Bollinger>,
      .batch = &Batch<Bollinger>,
  };
}

}  // namespace mib::indicators
