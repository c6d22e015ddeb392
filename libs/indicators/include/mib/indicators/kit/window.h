#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "mib/indicators/kit/folds.h"
#include "mib/indicators/kit/sliding.h"

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

/// The sum, or the mean, of the last `size` values (1 or more). NaN while one of them is not finite.
/// T is double, or Lanes for four series that go in step.
template <typename Fold, typename T>
class SlidingValue {
 public:
  explicit SlidingValue(int size) : sliding_(size) {}

  /// True once the window is full.
  MIB_ALWAYS_INLINE bool Push(const T& x) { return sliding_.Push({x}); }
  /// Of a full window.
  MIB_ALWAYS_INLINE T value() const { return sliding_.total().at[0]; }
  int size() const { return sliding_.size(); }

  /// Push for `count` values after those of a full window, which lie in front of `x`; see RunSliding. Of doubles only.
  void Run(const double* x, size_t count, double* values);

 private:
  Sliding<Fold, T> sliding_;
};

using SlidingSum = SlidingValue<SumFold, double>;

/// The sums of some columns over the same last `size` values, at little more than the price of one.
template <size_t kCount>
class SlidingSums {
 public:
  explicit SlidingSums(int size) : sliding_(size) {}

  /// True once the window is full.
  MIB_ALWAYS_INLINE bool Push(const Fields<double, kCount>& x) { return sliding_.Push(x); }
  /// Of a full window; NaN while a value in it is not finite.
  double value(size_t column) const { return sliding_.total().at[column]; }
  int size() const { return sliding_.size(); }

  /// Push for `count` values after those of a full window, which lie in front of the columns `x`; see RunSliding.
  void Run(const double* const* x, size_t count, double* const* sums);
  /// Whether a Run may leave out columns, whose sums are null, and get to them in another.
  bool RunsEachAlone() const { return size() <= static_cast<int>(SlidingBlock<SumFold>::kLongest); }

 private:
  Sliding<SumsFold<kCount>> sliding_;
};

/// The mean of equal values is that value.
template <typename T>
using SlidingMeanOf = SlidingValue<MeanFold, T>;
using SlidingMean = SlidingMeanOf<double>;

template <>
void SlidingSum::Run(const double* x, size_t count, double* values);
template <>
void SlidingMean::Run(const double* x, size_t count, double* values);

}  // namespace mib::indicators
