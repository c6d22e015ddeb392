#pragma once

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"

namespace mib::indicators {

/// The updater of an indicator that is one average of one column, with the period for its only parameter. T is
/// double, or Lanes if the average is of these.
template <typename Average, typename T = double>
class AverageIndicator {
 public:
  static constexpr size_t kInputs = 1;
  static constexpr size_t kOutputs = 1;

  explicit AverageIndicator(Params params) : average_(static_cast<int>(params[0])) {}

  bool Update(const T* in, T* out) {
    if (!average_.Push(in[0])) return false;
    out[0] = average_.value();
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out)
    requires requires(Average average) { average.Run(nullptr, 1, nullptr); }
  {
    average_.Run(in[0], count, out[0]);
  }

 private:
  Average average_;
};

/// What is left to say of such an indicator is whether it is recursive.
template <typename Average>
Definition AverageDefinition(std::string_view name, std::string_view long_name, int default_period,
                             std::string_view description) {
  return {
      .name = name,
      .long_name = long_name,
      .category = "trend",
      .inputs = {Input::kClose},
      .parameters = {Period(default_period, 2)},
      .outputs = {name},
      .description = description,
      .warm_up = [](Params params) { return Average::WarmUp(static_cast<int>(params[0])); },
      .make = &Make<AverageIndicator<Average>>,
      .make_panel = &MakePanel<AverageIndicator<Average>>,
      .batch = &Batch<AverageIndicator<Average>>,
  };
}

}  // namespace mib::indicators
