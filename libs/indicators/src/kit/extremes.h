#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace mib::indicators {

/// Which of several equal extremes counts.
enum class Tie { kNewest, kOldest };

/// The greatest (`kMaximum`) or least of the last `size` values (1 or more) and how long ago it was. A NaN counts as
/// the extreme while it is in the window. A push costs constant time on average; nothing is allocated after
/// construction.
///
/// The queue keeps, oldest first, the values that no later one beats: the first is the extreme. D. Lemire, Streaming
/// maximum-minimum filter using no more than three comparisons per element (2006).
template <bool kMaximum, Tie kTie = Tie::kNewest>
class SlidingExtreme {
 public:
  explicit SlidingExtreme(int size) : size_(size), queue_(static_cast<size_t>(size)) {}

  /// True once the window is full.
  bool Push(double x) {
    ++now_;
    if (count_ > 0 && queue_[first_].bar <= now_ - size_) {
      first_ = first_ + 1 == queue_.size() ? 0 : first_ + 1;
      --count_;
    }
    while (count_ > 0 && Beats(x, queue_[Place(count_ - 1)].value)) --count_;
    queue_[Place(count_++)] = {x, now_};
    return now_ >= size_;
  }
  double value() const { return queue_[first_].value; }
  /// 0 where the newest value is the extreme.
  int bars_ago() const { return static_cast<int>(now_ - queue_[first_].bar); }

 private:
  struct Entry {
    double value = 0;
    int64_t bar = 0;
  };

  static bool Beats(double x, double old) {
    if (x != x) return true;
    if constexpr (kTie == Tie::kNewest) return kMaximum ? x >= old : x <= old;
    return kMaximum ? x > old : x < old;
  }
  size_t Place(size_t nth) const {
    const size_t place = first_ + nth;
    return place < queue_.size() ? place : place - queue_.size();
  }

  int64_t size_;
  std::vector<Entry> queue_;
  size_t first_ = 0;
  size_t count_ = 0;
  int64_t now_ = 0;
};

using SlidingMax = SlidingExtreme<true>;
using SlidingMin = SlidingExtreme<false>;

}  // namespace mib::indicators
