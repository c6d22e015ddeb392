#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace mib::indicators {

/// Gives back each value `bars` (1 or more) bars later.
class Delay {
 public:
  explicit Delay(int bars) : values_(static_cast<size_t>(bars)), next_(values_.data()), missing_(bars) {}
  // next_ points to what moves along.
  Delay(Delay&&) noexcept = default;
  Delay& operator=(Delay&&) noexcept = default;

  /// True once there was a value `bars` before this one; value() is it then.
  bool Push(double x) {
    value_ = std::exchange(*next_, x);
    if (++next_ == end()) next_ = values_.data();
    if (missing_ > 0) [[unlikely]] {
      --missing_;
      return false;
    }
    return true;
  }
  double value() const { return value_; }

  /// Push for `count` values; `delayed` may not be `x`.
  void Run(const double* x, size_t count, double* delayed) {
    for (size_t i = 0; i < count;) {
      const size_t some = std::min(count - i, static_cast<size_t>(end() - next_));
      std::copy_n(next_, some, delayed + i);
      std::copy_n(x + i, some, next_);
      next_ += some;
      if (next_ == end()) next_ = values_.data();
      i += some;
    }
  }

 private:
  const double* end() const { return values_.data() + values_.size(); }

  std::vector<double> values_;
  // The oldest; where the next goes.
  double* next_;
  // Values until there is one to give back.
  int missing_;
  double value_ = 0;
};

}  // namespace mib::indicators
