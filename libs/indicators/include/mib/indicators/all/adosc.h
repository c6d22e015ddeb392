#pragma once

#include <algorithm>

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/money_flow.h"

namespace mib::indicators::adosc {

class Adosc {
 public:
  static constexpr size_t kInputs = 4;
  static constexpr size_t kOutputs = 1;

  explicit Adosc(Params params)
      : fast_alpha_(2 / (params[0] + 1)),
        slow_alpha_(2 / (params[1] + 1)),
        warm_up_(static_cast<int>(std::max(params[0], params[1]))) {}

  bool Update(const double* in, double* out) {
    line_ += MoneyFlowVolume(in[0], in[1], in[2], in[3]);
    if (bars_ == 0) fast_ = slow_ = line_;
    Follow();
    if (bars_ < warm_up_) ++bars_;
    if (bars_ < warm_up_) return false;
    out[0] = fast_ - slow_;
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) {
    // Of its own, so that it may stay in registers. In one loop: flows are worked out while the averages wait.
    Adosc now = *this;
    for (size_t i = 0; i < count; ++i) {
      now.line_ += MoneyFlowVolume(in[0][i], in[1][i], in[2][i], in[3][i]);
      now.Follow();
      out[0][i] = now.fast_ - now.slow_;
    }
    *this = now;
  }

 private:
  void Follow() {
    fast_ += fast_alpha_ * (line_ - fast_);
    slow_ += slow_alpha_ * (line_ - slow_);
  }

  double fast_alpha_;
  double slow_alpha_;
  int warm_up_;
  int bars_ = 0;
  double line_ = 0;
  double fast_ = 0;
  double slow_ = 0;
};

using Updater = Adosc;

inline Definition Define() {
  return {
      .name = "adosc",
      .long_name = "Chaikin oscillator",
      .category = "volume",
      .inputs = {Input::kHigh, Input::kLow, Input::kClose, Input::kVolume},
      .parameters = {{"fast", "Period of the fast average.", 3, 2, kLongestPeriod, true},
                     {"slow", "Period of the slow average.", 10, 2, kLongestPeriod, true}},
      .outputs = {"adosc"},
      .description =
          "The fast less the slow exponential average of the accumulation/distribution line; both begin at its first "
          "value, as in TA-Lib. Marc Chaikin.",
      .recursive = true,
      .warm_up = [](Params params) { return static_cast<int>(std::max(params[0], params[1])); },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::adosc
