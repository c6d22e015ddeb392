#include <cmath>

#include "adapter.h"
#include "definitions.h"
#include "kit/derived.h"
#include "kit/finite.h"
#include "kit/true_range.h"
#include "kit/window.h"

namespace mib::indicators {
namespace {

class Vortex {
 public:
  static constexpr size_t kInputs = 3;
  static constexpr size_t kOutputs = 2;

  explicit Vortex(Params params)
      : up_(static_cast<int>(params[0])), down_(static_cast<int>(params[0])), ranges_(static_cast<int>(params[0])) {}

  bool Update(const double* in, double* out) {
    const double up = std::abs(in[0] - low_);
    const double down = std::abs(in[1] - high_);
    high_ = in[0];
    low_ = in[1];
    if (!range_.Push(in[0], in[1], in[2])) return false;
    up_.Push(up);
    down_.Push(down);
    if (!ranges_.Push(range_.value())) return false;
    out[0] = RatioOrZero(up_.value(), ranges_.value());
    out[1] = RatioOrZero(down_.value(), ranges_.value());
    return true;
  }
  MIB_FOR_EACH_PROCESSOR void Run(const double* const* in, size_t count, double* const* out) {
    const double *highs = in[0], *lows = in[1];
    const int before = RowsBefore(ranges_.size());
    Derived column;
    const auto up = [=](ptrdiff_t i) { return std::abs(highs[i] - lows[i - 1]); };
    up_.Run(column.Fill(before, count, up), count, out[0]);
    const auto down = [=](ptrdiff_t i) { return std::abs(lows[i] - highs[i - 1]); };
    down_.Run(column.Fill(before, count, down), count, out[1]);
    double sums[kBlock];
    DerivedRanges range;
    ranges_.Run(range.Fill(in, before, count), count, sums);
    for (size_t i = 0; i < count; ++i) out[0][i] = RatioOrZero(out[0][i], sums[i]);
    for (size_t i = 0; i < count; ++i) out[1][i] = RatioOrZero(out[1][i], sums[i]);
  }

 private:
  TrueRange range_;
  SlidingSum up_;
  SlidingSum down_;
  SlidingSum ranges_;
  double high_ = 0;
  double low_ = 0;
};

}  // namespace

Definition Definition_vortex() {
  return {
      .name = "vortex",
      .long_name = "Vortex indicator",
      .category = "trend",
      .inputs = {Input::kHigh, Input::kLow, Input::kClose},
      .parameters = {Period(14)},
      .outputs = {"plusvi", "minusvi"},
      .description =
          "plusvi: the sum over `period` bars of |high - previous low|, over the sum of the true ranges. minusvi: of "
          "|low - previous high|. 0 where the ranges are all 0, as in TA-Lib. E. Botes and D. Siepman, Stocks and "
          "Commodities 28:1 (2010).",
      .warm_up = [](Params params) { return static_cast<int>(params[0]) + 1; },
      .make = &Make<Vortex>,
      .make_panel = &MakePanel<Vortex>,
      .batch = &Batch<Vortex>,
  };
}

}  // namespace mib::indicators
