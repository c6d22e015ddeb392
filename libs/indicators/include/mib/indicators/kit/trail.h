#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "mib/indicators/kit/lanes.h"

namespace mib::indicators {

/// A column that is worked out value by value or block by block, with the last `size` (1 or more) of it in front of the
/// next block: for windows that Run over what other parts of an indicator give. Allocates when constructed, and at the
/// first Block.
class Trail {
 public:
  explicit Trail(int size) : size_(static_cast<size_t>(size)), values_(2 * size_ + kSpare), end_(size_) {}

  void Push(double x) {
    if (end_ == values_.size()) [[unlikely]]
      MoveToFront();
    values_[end_++] = x;
  }
  /// The last `size` values, oldest first.
  const double* Last() const { return values_.data() + (end_ - size_); }

  /// Where the next values go, up to kBlock of them. The values before lie in front of it; zeros, where there are none.
  double* Block() {
    if (values_.size() - end_ < kBlock) {
      MoveToFront();
      values_.resize(std::max(values_.size(), size_ + kBlocks * kBlock));
    }
    return values_.data() + end_;
  }
  /// `count` values are there now.
  void Advance(size_t count) { end_ += count; }

 private:
  // The more, the seldomer values are moved.
  static constexpr size_t kSpare = 64;
  static constexpr size_t kBlocks = 4;

  void MoveToFront() {
    std::copy_n(values_.data() + (end_ - size_), size_, values_.data());
    end_ = size_;
  }

  size_t size_;
  std::vector<double> values_;
  size_t end_;
};

}  // namespace mib::indicators
