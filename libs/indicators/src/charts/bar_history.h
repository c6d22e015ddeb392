#pragma once

#include <cstdint>
#include <vector>

#include "mib/indicators/swings.h"

namespace mib::indicators {

/// The last bars by index. Counts what is looked at.
class BarHistory {
 public:
  struct Bar {
    int64_t index = -1;
    double high = 0;
    double low = 0;
    double close = 0;
    /// Average true range, 0 before it is defined.
    double range = 0;
  };

  explicit BarHistory(int64_t size) : bars_(static_cast<size_t>(size)) {}

  void Push(int64_t index, const Ohlcv& bar, double range) {
    bars_[Slot(index)] = {index, bar.high, bar.low, bar.close, range};
    last_ = index;
  }
  /// nullptr for a bar that was not usable or is too long ago.
  const Bar* Find(int64_t index) const {
    ++work_;
    if (index < 0) return nullptr;
    const Bar& bar = bars_[Slot(index)];
    return bar.index == index ? &bar : nullptr;
  }
  int64_t first() const {
    const int64_t first = last_ - static_cast<int64_t>(bars_.size()) + 1;
    return first < 0 ? 0 : first;
  }
  int64_t last() const { return last_; }
  uint64_t work() const { return work_; }
  void AddWork(uint64_t steps) const { work_ += steps; }

 private:
  size_t Slot(int64_t index) const { return static_cast<size_t>(index) % bars_.size(); }

  std::vector<Bar> bars_;
  int64_t last_ = -1;
  mutable uint64_t work_ = 0;
};

}  // namespace mib::indicators
