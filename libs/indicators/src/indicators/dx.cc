#include "adapter.h"
#include "definitions.h"
#include "kit/directional.h"

namespace mib::indicators {
namespace {

class Dx {
 public:
  static constexpr size_t kInputs = 3;
  static constexpr size_t kOutputs = 1;

  explicit Dx(Params params) : indicators_(static_cast<int>(params[0])) {}

  bool Update(const double* in, double* out) {
    if (!indicators_.Push(in[0], in[1], in[2])) return false;
    indicators_.Index(&index_);
    out[0] = index_;
    return true;
  }

 private:
  DirectionalIndicators indicators_;
  double index_ = 0;
};

}  // namespace

Definition Definition_dx() {
  return {
      .name = "dx",
      .long_name = "Directional movement index",
      .category = "trend",
      .inputs = {Input::kHigh, Input::kLow, Input::kClose},
      .parameters = {Period(14, 2)},
      .outputs = {"dx"},
      .description =
          "100 * |plus_di - minus_di| / (plus_di + minus_di). Where both are 0 it stays at its last value, at first 0, "
          "as in TA-Lib. J. W. Wilder, New Concepts in Technical Trading Systems (1978).",
      .recursive = true,
      .warm_up = [](Params params) { return static_cast<int>(params[0]) + 1; },
      .make = &Make<Dx>,
      .make_panel = &MakePanel<Dx>,
      .batch = &Batch<Dx>,
  };
}

}  // namespace mib::indicators
