#include "adapter.h"
#include "averages/average_pair.h"
#include "definitions.h"
#include "kit/finite.h"

namespace mib::indicators {
namespace {

enum { kFast, kSlow, kType };

AveragePair::Kind KindOf(Params params, size_t period) {
  return {static_cast<int>(params[kType]), static_cast<int>(params[period])};
}

class Ppo {
 public:
  static constexpr size_t kInputs = 1;
  static constexpr size_t kOutputs = 1;

  explicit Ppo(Params params) : averages_(KindOf(params, kFast), KindOf(params, kSlow)) {}

  bool Update(const double* in, double* out) {
    if (!averages_.Push(in[0])) return false;
    out[0] = 100 * RatioOrZero(averages_.fast() - averages_.slow(), averages_.slow());
    return true;
  }
  MIB_FOR_EACH_PROCESSOR void Run(const double* const* in, size_t count, double* const* out) {
    double slow[kBlock];
    averages_.Run(in[0], count, out[0], slow);
    for (size_t i = 0; i < count; ++i) out[0][i] = 100 * RatioOrZero(out[0][i] - slow[i], slow[i]);
  }

 private:
  AveragePair averages_;
};

}  // namespace

Definition Definition_ppo() {
  return {
      .name = "ppo",
      .long_name = "Percentage price oscillator",
      .category = "momentum",
      .inputs = {Input::kClose},
      .parameters = {FastPeriod(12), SlowPeriod(26), AverageType()},
      .outputs = {"ppo"},
      .description =
          "A fast less a slow moving average, as a percentage of the slow one; simple averages unless `ma_type` says "
          "otherwise. 0 where the slow one is 0, as in TA-Lib. Gerald Appel.",
      .recursive = true,
      .warm_up = [](Params params) { return AveragePair::WarmUp(KindOf(params, kFast), KindOf(params, kSlow)); },
      .make = &Make<Ppo>,
      .make_panel = &MakePanel<Ppo>,
      .batch = &Batch<Ppo>,
      .relations = &CheckFastBeforeSlow,
  };
}

}  // namespace mib::indicators
