#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "mib/indicators/exact_sum.h"

namespace mib::indicators {

/// The last `size` values (1 or more), side by side in memory. Allocates when constructed, never later.
class History {
 public:
  explicit History(int size) : size_(static_cast<size_t>(size)), values_(2 * size_) {}

  /// True once `size` values are there.
  bool Push(double value) {
    // Each value is stored twice, `size` apart, so that the last ones never wrap around the end.
    values_[next_] = value;
    values_[next_ + size_] = value;
    next_ = next_ + 1 == size_ ? 0 : next_ + 1;
    if (count_ < size_) ++count_;
    return count_ == size_;
  }

  /// Of a full history: all of it, oldest first.
  std::span<const double> values() const { return {values_.data() + next_, size_}; }
  /// The value that the next Push takes out; 0 if it takes none.
  double oldest() const { return values_[next_]; }
  bool full() const { return count_ == size_; }
  int size() const { return static_cast<int>(size_); }

 private:
  size_t size_;
  std::vector<double> values_;
  size_t next_ = 0;
  size_t count_ = 0;
};

/// The last `size` values and their exact sum.
class Window {
 public:
  explicit Window(int size) : history_(size), sum_(size) {}

  /// True once the window is full.
  bool Push(double value) {
    if (history_.full()) {
      sum_.Replace(history_.oldest(), value);
    } else {
      sum_.Add(value);
    }
    return history_.Push(value);
  }

  /// Of a full window, rounded once; NaN while a value in it is not finite.
  double Sum() { return sum_.Value(); }
  double Mean() { return sum_.Mean(history_.size()); }
  /// Of a full window: all of it, oldest first.
  std::span<const double> values() const { return history_.values(); }
  int size() const { return history_.size(); }

 private:
  History history_;
  ExactSum sum_;
};

}  // namespace mib::indicators
