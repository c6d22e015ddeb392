#pragma once

#include <cstddef>
#include <limits>
#include <vector>

#include "mib/indicators/kit/folds.h"
#include "mib/indicators/kit/sliding.h"

namespace mib::indicators {

// The greatest (`kMaximum`) or least of the last `size` values (1 or more), with and without its place. Nothing is
// allocated after construction.
//
// Values come in blocks of `size`. A window is the end of one block and the beginning of the next: the extremes of all
// ends are worked out when a block is complete, that of the beginning goes along. M. van Herk, A fast algorithm for
// local minimum and maximum filters on rectangular and octagonal kernels (1992). The order in which values are compared
// does not show in an extreme, so whole columns can be worked through otherwise.

/// NaN while a value in the window is not finite. -0 counts as 0.
template <bool kMaximum>
class WindowExtreme {
 public:
  explicit WindowExtreme(int size) : size_(static_cast<size_t>(size)), missing_(size), ends_(size_ + 1, kWorst) {}

  /// True once the window is full.
  bool Push(double x) {
    const bool finite = x - x == 0;
    if (!finite) [[unlikely]]
      spoilt_ = size_ + 1;
    if (spoilt_ > 0) [[unlikely]]
      --spoilt_;
    const double value = finite ? x + 0.0 : kWorst;
    beginning_ = Better(value, beginning_);
    // The end that began here is of no more use.
    ends_[place_++] = value;
    value_ = Better(beginning_, ends_[place_]);
    if (place_ == size_) Turn();
    if (missing_ > 0) --missing_;
    return missing_ == 0;
  }
  double value() const { return spoilt_ > 0 ? std::numeric_limits<double>::quiet_NaN() : value_; }

  /// Push for `count` values after those of a full window, which lie in front of `x`; see RunSliding.
  void Run(const double* x, size_t count, double* values);

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
  // Pushes until all of the window is finite.
  size_t spoilt_ = 0;
  // From place_ on: the extremes of the last block from there to its end. Before: the values of this one.
  std::vector<double> ends_;
  size_t place_ = 0;
  double beginning_ = kWorst;
  double value_ = kWorst;
};

using WindowMax = WindowExtreme<true>;
using WindowMin = WindowExtreme<false>;

/// Also knows how many bars ago the extreme was; of equal ones the newest counts. While a NaN is in the window, it is
/// the extreme.
template <bool kMaximum>
class PlacedExtreme {
 public:
  explicit PlacedExtreme(int size) : size_(static_cast<size_t>(size)), missing_(size), ends_(size_ + 1) {}

  /// True once the window is full.
  bool Push(double x) {
    const Entry newest{x, now_};
    beginning_ = Later(beginning_, newest);
    ends_[place_++] = newest;
    extreme_ = place_ == size_ ? beginning_ : Later(ends_[place_], beginning_);
    if (place_ == size_) Turn();
    now_ += 1;
    if (missing_ > 0) --missing_;
    return missing_ == 0;
  }
  double value() const { return extreme_.value; }
  /// 0 where the newest value is the extreme.
  int bars_ago() const { return static_cast<int>(now_ - 1 - extreme_.bar); }

  /// Push for `count` values after those of a full window, which lie in front of `x`; see RunSliding.
  void Run(const double* x, size_t count, double* values, double* bars_ago);

 private:
  struct Entry {
    double value = kMaximum ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::infinity();
    // A whole number.
    double bar = 0;
  };

  static Entry Later(const Entry& older, const Entry& newer) {
    const bool ahead =
        (kMaximum ? older.value > newer.value : older.value < newer.value) | (older.value != older.value);
    return {Select(ahead, older.value, newer.value), Select(ahead, older.bar, newer.bar)};
  }
  void Turn() {
    Entry end = ends_[size_ - 1];
    for (size_t i = size_ - 1; i-- > 0;) ends_[i] = end = Later(ends_[i], end);
    beginning_ = Entry{};
    place_ = 0;
  }

  size_t size_;
  int missing_;
  // As of WindowExtreme.
  std::vector<Entry> ends_;
  size_t place_ = 0;
  Entry beginning_;
  Entry extreme_;
  double now_ = 0;
};

}  // namespace mib::indicators
