#include "adapter.h"
#include "definitions.h"
#include "kit/extremes.h"
#include "kit/finite.h"

namespace mib::indicators {
namespace {

class Willr {
 public:
  static constexpr size_t kInputs = 3;
  static constexpr size_t kOutputs = 1;

  explicit Willr(Params params) : max_(static_cast<int>(params[0])), min_(static_cast<int>(params[0])) {}

  bool Update(const double* in, double* out) {
    max_.Push(in[0]);
    if (!min_.Push(in[1])) return false;
    out[0] = Of(max_.value(), min_.value(), in[2]);
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) {
    double lowest[kBlock];
    max_.Run(in[0], count, out[0]);
    min_.Run(in[1], count, lowest);
    for (size_t i = 0; i < count; ++i) out[0][i] = Of(out[0][i], lowest[i], in[2][i]);
  }

 private:
  static double Of(double highest, double lowest, double close) {
    return -100 * RatioOrZero(FiniteOrNan(highest - close), FiniteOrNan(highest - lowest));
  }

  WindowMax max_;
  WindowMin min_;
};

}  // namespace

Definition Definition_willr() {
  return {
      .name = "willr",
      .long_name = "Williams' %R",
      .category = "momentum",
      .inputs = {Input::kHigh, Input::kLow, Input::kClose},
      .parameters = {Period(14, 2)},
      .outputs = {"willr"},
      .description =
          "Where the close stands in the range of the last `period` bars, from 0 at the highest high to -100 at the "
          "lowest low. 0 where there is no range, as in TA-Lib. Larry Williams, How I Made One Million Dollars (1973).",
      .warm_up = &PeriodBars,
      .make = &Make<Willr>,
      .make_panel = &MakePanel<Willr>,
      .batch = &Batch<Willr>,
  };
}

}  // namespace mib::indicators
