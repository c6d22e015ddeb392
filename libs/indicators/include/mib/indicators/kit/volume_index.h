#pragma once

#include <cstddef>

#include "mib/indicators/definition.h"
#include "mib/indicators/kit/lanes.h"
#include "mib/indicators/kit/select.h"

namespace mib::indicators {

/// The updater of nvi and pvi: follows the close, except on bars where Stays holds between their volume and the one
/// before.
template <typename Stays>
class VolumeIndex {
 public:
  static constexpr size_t kInputs = 2;
  static constexpr size_t kOutputs = 1;

  explicit VolumeIndex(Params) {}

  bool Update(const double* in, double* out) {
    if (begun_) index_ *= Change(close_, in[0], volume_, in[1]);
    begun_ = true;
    close_ = in[0];
    volume_ = in[1];
    out[0] = index_;
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) {
    const double *closes = in[0], *volumes = in[1];
    double changes[kBlock];
    for (size_t i = 0; i < count; ++i) changes[i] = Change((closes - 1)[i], closes[i], (volumes - 1)[i], volumes[i]);
    double index = index_;
    for (size_t i = 0; i < count; ++i) out[0][i] = index *= changes[i];
    index_ = index;
  }

 private:
  /// What the index is multiplied by.
  static double Change(double close_before, double close, double volume_before, double volume) {
    const double ratio = close / close_before;
    // A close or a volume that is not finite makes it NaN.
    const double none = 0 * (close + close_before) + 0 * (volume + volume_before);
    const double moved = (close_before == 0 ? 1 : ratio) + none;
    // Volumes that cannot be compared do not stay.
    return Select(Stays{}(volume + 0 * volume, volume_before + 0 * volume_before), 1, moved);
  }

  double index_ = 1000;
  double close_ = 0;
  double volume_ = 0;
  bool begun_ = false;
};

}  // namespace mib::indicators
