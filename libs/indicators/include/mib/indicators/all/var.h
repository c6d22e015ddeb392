#include "adapter.h"
#include "definitions.h"
#include "kit/moments.h"

namespace mib::indicators {
namespace {

class Variance {
 public:
  static constexpr size_t kInputs = 1;
  static constexpr size_t kOutputs = 1;

  explicit Variance(Params params) : moments_(static_cast<int>(params[0])) {}

  bool Update(const double* in, double* out) {
    if (!moments_.Push(in[0])) return false;
    out[0] = moments_.Variance();
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) {
    double means[kBlock];
    moments_.Run(in[0], count, means, out[0]);
  }

 private:
  Moments moments_;
};

}  // namespace

Definition Definition_var() {
  return {
      .name = "var",
      .long_name = "Variance",
      .category = "statistics",
      .inputs = {Input::kClose},
      .parameters = {Period(5)},
      .outputs = {"var"},
      .description =
          "The population variance of the last `period` closes: the mean square of their distances from their mean.",
      .warm_up = &PeriodBars,
      .make = &Make<Variance>,
      .make_panel = &MakePanel<Variance>,
      .batch = &Batch<Variance>,
  };
}

}  // namespace mib::indicators
