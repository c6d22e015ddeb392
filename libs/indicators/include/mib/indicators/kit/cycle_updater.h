#pragma once

#include <cstddef>

#include "mib/indicators/definition.h"
#include "mib/indicators/kit/hilbert.h"

namespace mib::indicators {

/// The updater of an indicator that is worked out from the dominant cycle. `Measure` has kOutputs; kStart, the bar
/// where the measurement begins (see DominantCycle); kWarmUp, the bars of the first value; Push(cycle) for each bar
/// that the cycle takes; Write(cycle, out); and, if it needs it, PushPrice for every price.
template <typename Measure>
class CycleUpdater {
 public:
  static constexpr size_t kInputs = 1;
  static constexpr size_t kOutputs = Measure::kOutputs;

  explicit CycleUpdater(Params /*params*/) {}

  bool Update(const double* in, double* out) {
    Push(in[0], cycle_);
    if (bars_ < Measure::kWarmUp) ++bars_;
    if (bars_ < Measure::kWarmUp) return false;
    measure_.Write(cycle_, out);
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) {
    // Of its own, so that it need not be stored after each bar.
    DominantCycle cycle = cycle_;
    double values[kOutputs];
    for (size_t i = 0; i < count; ++i) {
      Push(in[0][i], cycle);
      measure_.Write(cycle, values);
      for (size_t c = 0; c < kOutputs; ++c) out[c][i] = values[c];
    }
    cycle_ = cycle;
  }

 private:
  void Push(double price, DominantCycle& cycle) {
    if constexpr (requires { measure_.PushPrice(price); }) measure_.PushPrice(price);
    if (cycle.Push(price)) measure_.Push(cycle);
  }

  DominantCycle cycle_{Measure::kStart};
  Measure measure_;
  int bars_ = 0;
};

}  // namespace mib::indicators
