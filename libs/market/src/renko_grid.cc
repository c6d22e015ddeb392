#include "mib/market/renko_grid.h"

#include <algorithm>

namespace mib::market {

Int128 RenkoGrid::Count(Int128 price) const {
  if (!is_begun_) return 0;
  if (price >= rise_from_ + height_) return (price - rise_from_) / height_;
  if (price <= fall_from_ - height_) return -((fall_from_ - price) / height_);
  return 0;
}

RenkoBrick RenkoGrid::Next(bool up) {
  RenkoBrick brick;
  brick.open = up ? rise_from_ : fall_from_;
  brick.close = up ? brick.open + height_ : brick.open - height_;
  brick.high = std::max(brick.open, brick.close);
  brick.low = std::min(brick.open, brick.close);
  rise_from_ = brick.high;
  fall_from_ = brick.low;
  if (has_wicks_ && up) brick.low = std::min(brick.low, lowest_);
  if (has_wicks_ && !up) brick.high = std::max(brick.high, highest_);
  highest_ = lowest_ = brick.close;
  return brick;
}

void RenkoGrid::Touch(Int128 price) {
  if (!is_begun_) {
    is_begun_ = true;
    rise_from_ = fall_from_ = price / height_ * height_;
    highest_ = lowest_ = price;
  }
  highest_ = std::max(highest_, price);
  lowest_ = std::min(lowest_, price);
}

void RenkoGrid::Grow(Int128 factor) {
  for (Int128* price : {&height_, &rise_from_, &fall_from_, &highest_, &lowest_}) *price *= factor;
}

}  // namespace mib::market
