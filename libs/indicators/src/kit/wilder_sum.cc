#include "mib/indicators/kit/wilder_sum.h"

#include "mib/indicators/kit/lanes.h"

namespace mib::indicators {

bool WilderSum::Begin(double x) {
  --missing_;
  latest_ = missing_ < kLead ? kept_ * latest_ + x : latest_ + x;
  if (missing_ > kLead) return false;
  const auto place = static_cast<size_t>(kLead - missing_);
  pairs_[place % 2] = x + kept_ * x_;
  sums_[place] = latest_;
  x_ = x;
  return true;
}

MIB_FOR_EACH_PROCESSOR void WilderSum::Run(const double* x, size_t count, double* sums) {
  size_t i = 0;
  const auto push = [&] {
    Push(x[i]);
    sums[i++] = latest_;
  };
  while (i < count && (missing_ > 0 || place_ % kStride != 0)) push();
  if (i + kLanes <= count) {
    Lanes before = {0, 0, 0, x_};
    Lanes pairs_before = {0, 0, pairs_[0], pairs_[1]};
    Lanes sum = LoadLanes(sums_.data());
    for (; i + kLanes <= count; i += kLanes) {
      const Lanes now = LoadLanes(x + i);
      const Lanes pairs = now + kept_ * Shifted<1>(before, now);
      sum = kept4_ * sum + (pairs + kept2_ * Shifted<2>(pairs_before, pairs));
      StoreLanes(sum, sums + i);
      before = now;
      pairs_before = pairs;
    }
    x_ = before[3];
    pairs_ = {pairs_before[2], pairs_before[3]};
    StoreLanes(sum, sums_.data());
    latest_ = sum[3];
  }
  while (i < count) push();
}

}  // namespace mib::indicators
