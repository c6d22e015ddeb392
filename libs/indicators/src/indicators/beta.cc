#include "adapter.h"
#include "definitions.h"
#include "kit/co_moments.h"

namespace mib::indicators {
namespace {

class Beta {
 public:
  static constexpr size_t kInputs = 2;
  static constexpr size_t kOutputs = 1;

  explicit Beta(Params params) : moments_(static_cast<int>(params[0])) {}

  bool Update(const double* in, double* out) {
    const double high_return = Return(in[0], high_);
    const double low_return = Return(in[1], low_);
    high_ = in[0];
    low_ = in[1];
    if (!begun_) {
      begun_ = true;
      return false;
    }
    if (!moments_.Push(high_return, low_return)) return false;
    const CoMoments::Values moments = moments_.Get();
    out[0] = moments.variance_x == 0 ? 0 : moments.covariance / moments.variance_x;
    return true;
  }

 private:
  // A price of 0 before gives 0, unless the new one is not finite.
  static double Return(double now, double before) { return before == 0 ? 0 * now : (now - before) / before; }

  CoMoments moments_;
  double high_ = 0;
  double low_ = 0;
  bool begun_ = false;
};

}  // namespace

Definition Definition_beta() {
  return {
      .name = "beta",
      .long_name = "Beta",
      .category = "statistics",
      .inputs = {Input::kHigh, Input::kLow},
      .parameters = {Period(5)},
      .outputs = {"beta"},
      .description =
          "The slope of the regression of the lows' returns on the highs', from bar to bar, over the last `period` "
          "returns: their covariance over the variance of the highs' returns. 0 where the highs' returns do not vary, "
          "as in TA-Lib; a return from 0 counts as 0.",
      .warm_up = [](Params params) { return static_cast<int>(params[0]) + 1; },
      .make = &Make<Beta>,
      .make_panel = &MakePanel<Beta>,
      .batch = &Batch<Beta>,
  };
}

}  // namespace mib::indicators
