#include "mib/indicators/kit/smoothing.h"

#include <algorithm>

#include "mib/indicators/kit/lanes.h"

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
  values_[place_ % kStride] = latest_;
  // That of the first bar has no value before it and is never looked at.
  Keep(x, Pair(x, x_));
  return true;
}

/// Four bars in a row of one smoothing, on their way through a column.
class SmoothingGroup {
 public:
  SmoothingGroup() = default;
  explicit SmoothingGroup(const Smoothing& of)
      : pair_share_(of.pair_share_),
        pairs_share_(of.pairs_share_),
        share_(of.share_),
        before_(AllLanes(of.x_)),
        pairs_before_{0, 0, of.pairs_[of.place_ % 2], of.pairs_[(of.place_ + 1) % 2]} {
    for (size_t lane = 0; lane < kLanes; ++lane) value_[lane] = of.values_[(of.place_ + lane) % kLanes];
  }
  MIB_ALWAYS_INLINE Lanes Push(Lanes now) {
    const Lanes newer = now + pair_share_ * (Shifted<1>(before_, now) - now);
    const Lanes recent = newer + pairs_share_ * (Shifted<2>(pairs_before_, newer) - newer);
    before_ = now;
    pairs_before_ = newer;
    return value_ += share_ * (recent - value_);
  }
  void Leave(Smoothing* to) const {
    to->x_ = before_[kLanes - 1];
    to->pairs_ = {pairs_before_[kLanes - 2], pairs_before_[kLanes - 1]};
    StoreLanes(value_, to->values_.data());
    to->place_ = 0;
    to->latest_ = value_[kLanes - 1];
  }

  /// Number k is `k * kLate` groups late, so that it may take what the one before it has given.
  template <size_t kCount, size_t kLate>
  static MIB_ALWAYS_INLINE void Run(const std::array<Smoothing*, kCount>& parts,
                                    const std::array<const double*, kCount>& x, size_t count,
                                    const std::array<double*, kCount>& values) {
    size_t i = 0;
    const auto push = [&] {
      for (size_t k = 0; k < kCount; ++k) {
        parts[k]->Push(x[k][i]);
        values[k][i] = parts[k]->latest_;
      }
      ++i;
    };
    const auto begins = [](const Smoothing* part) { return part->missing_ > 0; };
    while (i < count && std::any_of(parts.begin(), parts.end(), begins)) push();
    const size_t groups = (count - i) / kLanes;
    if (groups > 0) {
      SmoothingGroup group[kCount];
      for (size_t k = 0; k < kCount; ++k) group[k] = SmoothingGroup(*parts[k]);
      for (size_t g = 0; g < groups + (kCount - 1) * kLate; ++g) {
#pragma GCC unroll 4
        for (size_t k = 0; k < kCount; ++k) {
          // Of a part that has not begun it is a very large number.
          const size_t at = g - k * kLate;
          if (at < groups) StoreLanes(group[k].Push(LoadLanes(x[k] + i + at * kLanes)), values[k] + i + at * kLanes);
        }
      }
      for (size_t k = 0; k < kCount; ++k) group[k].Leave(parts[k]);
      i += groups * kLanes;
    }
    while (i < count) push();
  }

 private:
  double pair_share_ = 0;
  double pairs_share_ = 0;
  double share_ = 0;
  Lanes before_{};
  Lanes pairs_before_{};
  Lanes value_{};
};

template <>
MIB_FOR_EACH_PROCESSOR void Smoothing::Run(const double* x, size_t count, double* values) {
  SmoothingGroup::Run<1, 0>({this}, {x}, count, {values});
}

MIB_FOR_EACH_PROCESSOR void RunBoth(const TwoSmoothings& both, const std::array<const double*, 2>& x, size_t count,
                                    const std::array<double*, 2>& values) {
  SmoothingGroup::Run<2, 0>(both, x, count, values);
}

MIB_FOR_EACH_PROCESSOR void RunTwice(const TwoSmoothings& stages, const double* x, size_t count,
                                     const std::array<double*, 2>& values) {
  SmoothingGroup::Run<2, 1>(stages, {x, values[0]}, count, values);
}

template class SmoothingOf<double>;
template class SmoothingOf<Lanes>;

}  // namespace mib::indicators
