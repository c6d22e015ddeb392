#pragma once

#include <cstddef>

namespace mib::indicators {

/// The sum of all values so far. Adding 0 leaves it as it is; a value that is not finite spoils it for good.
///
/// Values are summed up in groups of four before they are added to the total of the groups before, so that in a column
/// only every fourth value waits for the one before it.
class RunningTotal {
 public:
  void Push(double x) {
    group_ = place_ == 0 ? x : group_ + x;
    value_ = before_ + group_;
    place_ = (place_ + 1) % kGroup;
    if (place_ == 0) before_ = value_;
  }
  double value() const { return value_; }

  /// Push for each of `count` values; `totals` may be `x`.
  void Run(const double* x, size_t count, double* totals) {
    size_t i = 0;
    const auto push = [&] {
      Push(x[i]);
      totals[i++] = value_;
    };
    while (i < count && place_ != 0) push();
    for (; i + kGroup <= count; i += kGroup) {
      const double first = x[i];
      const double second = first + x[i + 1];
      const double third = second + x[i + 2];
      const double fourth = third + x[i + 3];
      totals[i] = before_ + first;
      totals[i + 1] = before_ + second;
      totals[i + 2] = before_ + third;
      totals[i + 3] = before_ += fourth;
    }
    if (place_ == 0) value_ = before_;
    while (i < count) push();
  }

 private:
  static constexpr size_t kGroup = 4;

  // Of the groups that are complete, of the group that is not, and of both.
  double before_ = 0;
  double group_ = 0;
  double value_ = 0;
  size_t place_ = 0;
};

}  // namespace mib::indicators
