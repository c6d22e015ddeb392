#include <algorithm>

#include "adapter.h"
#include "definitions.h"
#include "kit/delay.h"
#include "kit/extremes.h"
#include "kit/finite.h"

namespace mib::indicators {
namespace {

class Ichimoku {
 public:
  static constexpr size_t kInputs = 2;
  static constexpr size_t kOutputs = 4;

  explicit Ichimoku(Params params)
      : conversion_(params[0]),
        base_(params[1]),
        leading_(params[2]),
        ahead_a_(static_cast<int>(params[3])),
        ahead_b_(static_cast<int>(params[3])) {}

  bool Update(const double* in, double* out) {
    const double high = FiniteOrNan(in[0]);
    const double low = FiniteOrNan(in[1]);
    conversion_.Push(high, low);
    base_.Push(high, low);
    leading_.Push(high, low);
    if (!(conversion_.full && base_.full && leading_.full)) return false;
    const double conversion = conversion_.Middle();
    const double base = base_.Middle();
    ahead_b_.Push(leading_.Middle());
    if (!ahead_a_.Push((conversion + base) / 2)) return false;
    out[0] = conversion;
    out[1] = base;
    out[2] = ahead_a_.value();
    out[3] = ahead_b_.value();
    return true;
  }

 private:
  struct Channel {
    explicit Channel(double period) : highest(static_cast<int>(period)), lowest(static_cast<int>(period)) {}
    void Push(double high, double low) {
      highest.Push(high);
      full = lowest.Push(low);
    }
    double Middle() const { return (highest.value() + lowest.value()) / 2; }
    WindowMax highest;
    WindowMin lowest;
    bool full = false;
  };

  Channel conversion_;
  Channel base_;
  Channel leading_;
  Delay ahead_a_;
  Delay ahead_b_;
};

}  // namespace

Definition Definition_ichimoku() {
  return {
      .name = "ichimoku",
      .long_name = "Ichimoku Kinko Hyo",
      .category = "trend",
      .inputs = {Input::kHigh, Input::kLow},
      .parameters = {{"conversion", "Bars of the conversion line.", 9, 1, kLongestPeriod, true},
                     {"base", "Bars of the base line.", 26, 1, kLongestPeriod, true},
                     {"leading", "Bars of the second leading span.", 52, 1, kLongestPeriod, true},
                     {"displacement", "Bars by which the leading spans are shifted.", 26, 1, kLongestPeriod, true}},
      .outputs = {"conversion", "base", "leading_a", "leading_b"},
      .description =
          "conversion, base: half-way between the highest high and the lowest low of the last `conversion` and `base` "
          "bars (tenkan-sen, kijun-sen). leading_a, leading_b: the two edges of the cloud under the present bar "
          "(senkou spans), which are what their mean and the same middle of `leading` bars were `displacement` bars "
          "ago. The lagging span is the close drawn `displacement` bars back, so it needs no column. Goichi Hosoda.",
      .warm_up =
          [](Params params) {
            return static_cast<int>(std::max({params[0], params[1], params[2]}) + params[3]);
          },
      .make = &Make<Ichimoku>,
      .make_panel = &MakePanel<Ichimoku>,
      .batch = &Batch<Ichimoku>,
  };
}

}  // namespace mib::indicators
