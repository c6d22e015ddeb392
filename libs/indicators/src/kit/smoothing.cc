#include "kit/smoothing.h"

#include "kit/lanes.h"

namespace mib::indicators {

template <typename T>
bool SmoothingOf<T>::Begin(const T& x) {
  --missing_;
  const int pushed = period_ + static_cast<int>(kStride) - 1 - missing_;
  if (pushed > period_) {
    latest_ += alpha_ * (x - latest_);
  } else {
    // The mean so far; NaN where x is not finite.
    latest_ += (x - latest_) / pushed + 0 * x;
    if (pushed < period_) return false;
  }
  x_[place_ % kStride] = x;
  value_[place_ % kStride] = latest_;
  ++place_;
  return true;
}

template <>
MIB_FOR_EACH_PROCESSOR void Smoothing::Run(const double* x, size_t count, double* values) {
  size_t i = 0;
  const auto push = [&] {
    Push(x[i]);
    values[i++] = latest_;
  };
  while (i < count && (missing_ > 0 || place_ % kStride != 0)) push();
  if (i + kLanes <= count) {
    Lanes before = LoadLanes(x_.data());
    Lanes value = LoadLanes(value_.data());
    for (; i + kLanes <= count; i += kLanes) {
      const Lanes now = LoadLanes(x + i);
      value +=
          share_ * (Recent(now, Shifted<1>(before, now), Shifted<2>(before, now), Shifted<3>(before, now)) - value);
      StoreLanes(value, values + i);
      before = now;
    }
    StoreLanes(before, x_.data());
    StoreLanes(value, value_.data());
    latest_ = value[kLanes - 1];
  }
  while (i < count) push();
}

template class SmoothingOf<double>;
template class SmoothingOf<Lanes>;

}  // namespace mib::indicators
