#pragma once

#include "kit/finite.h"
#include "mib/indicators/definition.h"

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
    const double close = FiniteOrNan(in[0]);
    const double volume = FiniteOrNan(in[1]);
    if (begun_ && !Stays{}(volume, volume_)) {
      // Compared the other way round so that a NaN gets here too.
      index_ *= close_ == 0 ? 1 + 0 * close : close / close_;
      index_ += 0 * (volume + volume_);
    }
    begun_ = true;
    close_ = close;
    volume_ = volume;
    out[0] = index_;
    return true;
  }

 private:
  double index_ = 1000;
  double close_ = 0;
  double volume_ = 0;
  bool begun_ = false;
};

}  // namespace mib::indicators
