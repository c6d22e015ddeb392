#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace mib::indicators {

/// Gives back each value `bars` (1 or more) bars later.
class Delay {
 public:
  explicit Delay(int bars) : values_(static_cast<size_t>(bars)) {}

  /// True once there was a value `bars` before this one; value() is it then.
  bool Push(double x) {
    value_ = values_[next_];
    values_[next_] = x;
    next_ = next_ + 1 == values_.size() ? 0 : next_ + 1;
    if (count_ == values_.size()) return true;
    ++count_;
    return false;
  }
  double value() const { return value_; }

  /// Push for `count` values; `delayed` may not be `x`.
  void Run(const double* x, size_t count, double* delayed) {
    for (size_t i = 0; i < count;) {
      const size_t some = std::min(count - i, values_.size() - next_);
      double* values = values_.data() + next_;
      std::copy_n(values, some, delayed + i);
      std::copy_n(x + i, some, values);
      next_ = next_ + some == values_.size() ? 0 : next_ + some;
      i += some;
    }
  }

 private:
  std::vector<double> values_;
  size_t next_ = 0;
  size_t count_ = 0;
  double value_ = 0;
};

}  // namespace mib::indicators
