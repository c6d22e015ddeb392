#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace mib::indicators {

/// The greatest (`kMaximum`) or least of the last `size` values (1 or more), where it does not matter how long ago it
/// was (else see SlidingExtreme, which takes longer). NaN while a NaN is in the window; -0 counts as 0. Nothing is
/// allocated after construction.
///
/// Values come in blocks of `size`. A window is the end of one block and the beginning of the next: the extremes of all
/// ends are worked out when a block is complete, that of the beginning goes along. M. van Herk, A fast algorithm for
/// local minimum and maximum filters on rectangular and octagonal kernels (1992).
template <bool kMaximum>
class WindowExtreme {
 public:
  explicit WindowExtreme(int size) : size_(static_cast<size_t>(size)), missing_(size), ends_(size_ + 1, kWorst) {}

  /// True once the window is full.
  bool Push(double x) {
    if (x != x) [[unlikely]]
      spoilt_ = size_ + 1;
    if (spoilt_ > 0) [[unlikely]]
      --spoilt_;
    // Without the sign of a zero the order of equals does not show.
    const double value = x + 0.0;
    beginning_ = Better(value, beginning_);
    // The end that began here is of no more use.
    ends_[place_++] = x == x ? value : kWorst;
    value_ = Better(beginning_, ends_[place_]);
    if (place_ == size_) Turn();
    if (missing_ > 0) --missing_;
    return missing_ == 0;
  }
  double value() const { return spoilt_ > 0 ? std::numeric_limits<double>::quiet_NaN() : value_; }

 private:
  static constexpr double kWorst =
      kMaximum ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::infinity();

  // `old` where x is NaN.
  static double Better(double x, double old) {
    if constexpr (kMaximum) return x > old ? x : old;
    return x < old ? x : old;
  }
  void Turn() {
    double end = kWorst;
    for (size_t i = size_; i-- > 0;) ends_[i] = end = Better(ends_[i], end);
    beginning_ = kWorst;
    place_ = 0;
  }

  size_t size_;
  // Values until the window is full.
  int missing_;
  // Pushes until no NaN is in the window.
  size_t spoilt_ = 0;
  // From place_ on: the extremes of the last block from there to its end. Before: the values of this one.
  std::vector<double> ends_;
  size_t place_ = 0;
  double beginning_ = kWorst;
  double value_ = kWorst;
};

using WindowMax = WindowExtreme<true>;
using WindowMin = WindowExtreme<false>;

}  // namespace mib::indicators
