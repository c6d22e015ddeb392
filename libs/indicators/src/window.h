#pragma once

#include <vector>

#include "mib/indicators/exact_sum.h"

namespace mib::indicators {

/// The last `size` values and their exact sum.
class Window {
 public:
  explicit Window(int size) : values_(static_cast<size_t>(size)) {}

  /// True once the window is full.
  bool Push(double value) {
    if (count_ == values_.size()) {
      sum_.Remove(values_[next_]);
    } else {
      ++count_;
    }
    values_[next_] = value;
    sum_.Add(value);
    next_ = next_ + 1 == values_.size() ? 0 : next_ + 1;
    return count_ == values_.size();
  }

  /// Of a full window.
  double Mean() { return sum_.Mean(static_cast<int>(values_.size())); }

  /// Calls `use` with each value of a full window, oldest first, so that sums over it do not depend on where the ring
  /// begins.
  template <typename Use>
  void ForEach(Use use) const {
    for (size_t i = next_; i < values_.size(); ++i) use(values_[i]);
    for (size_t i = 0; i < next_; ++i) use(values_[i]);
  }

  size_t size() const { return values_.size(); }

 private:
  std::vector<double> values_;
  size_t next_ = 0;
  size_t count_ = 0;
  ExactSum sum_;
};

}  // namespace mib::indicators
