#include <cmath>

#include "adapter.h"
#include "definitions.h"
#include "kit/co_moments.h"

namespace mib::indicators {
namespace {

class Correlation {
 public:
  static constexpr size_t kInputs = 2;
  static constexpr size_t kOutputs = 1;

  explicit Correlation(Params params) : moments_(static_cast<int>(params[0])) {}

  bool Update(const double* in, double* out) {
    if (!moments_.Push(in[0], in[1])) return false;
    const CoMoments::Values moments = moments_.Get();
    const double scale = std::sqrt(moments.variance_x) * std::sqrt(moments.variance_y);
    out[0] = scale == 0 ? 0 : moments.covariance / scale;
    return true;
  }

 private:
  CoMoments moments_;
};

}  // namespace

Definition Definition_correl() {
  return {
      .name = "correl",
      .long_name = "Correlation coefficient",
      .category = "statistics",
      .inputs = {Input::kHigh, Input::kLow},
      .parameters = {Period(30)},
      .outputs = {"correl"},
      .description =
          "Pearson's correlation of the highs and lows of the last `period` bars, -1 to 1; 0 where one of them does "
          "not move, as in TA-Lib.",
      .warm_up = &PeriodBars,
      .make = &Make<Correlation>,
      .make_panel = &MakePanel<Correlation>,
      .batch = &Batch<Correlation>,
  };
}

}  // namespace mib::indicators
